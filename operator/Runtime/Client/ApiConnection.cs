using k8s;
using k8s.Authentication;

namespace ExtensibleWebhooks.Runtime.Client;

/// <summary>The client library's connection: its handler (TLS, client certificate, HTTP/2) and its credentials (which re-read a rotating token file).</summary>
internal sealed record ApiConnection(HttpClient HttpClient, Uri BaseUri, ServiceClientCredentials? Credentials)
{
    public static ApiConnection Of(Kubernetes kubernetes) => new(kubernetes.HttpClient, kubernetes.BaseUri, kubernetes.Credentials);
}
