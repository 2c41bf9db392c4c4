/* The first process of every pod: holds its namespaces open, reaps its orphans, ends when told to. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

int main(void) {
  sigset_t set;
  int received;
  sigfillset(&set);
  sigprocmask(SIG_BLOCK, &set, NULL);
  for (;;) {
    if (sigwait(&set, &received) != 0) continue;
    if (received == SIGTERM || received == SIGINT) exit(0);
    if (received == SIGCHLD) while (waitpid(-1, NULL, WNOHANG) > 0) {}
  }
}
