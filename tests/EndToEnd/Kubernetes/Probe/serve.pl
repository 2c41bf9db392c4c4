# Counts its starts in /data, and answers every request with that count and the mounted secret.
use strict;
use warnings;
use IO::Socket::INET;

sub slurp {
    open(my $file, '<', $_[0]) or die "$_[0]: $!";
    local $/;
    return <$file> // '';
}

$SIG{TERM} = sub { exit 0 };
open(my $starts, '>>', '/data/starts') or die "/data/starts: $!";
print $starts 'x';
close $starts;

my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 16, ReuseAddr => 1) or die "8080: $!";
while (my $client = $server->accept) {
    while (my $line = <$client>) { last if $line =~ /^\r?$/ }
    my $body = 'starts=' . length(slurp('/data/starts')) . ' secret=' . slurp('/secret/key');
    print $client "HTTP/1.1 200 OK\r\nContent-Length: " . length($body) . "\r\nConnection: close\r\n\r\n$body";
    close $client;
}
