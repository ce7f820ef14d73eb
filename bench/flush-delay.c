/* Loaded before a database server: each of its flushes takes longer by DELAY_NS, as on a disk of a
   cloud. Built and used by slow-flush.ts. */

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void linger(void) {
  struct timespec rest = {0, DELAY_NS};
  while (nanosleep(&rest, &rest) != 0) {
  }
}

int fsync(int file) {
  linger();
  return (int)syscall(SYS_fsync, file);
}

int fdatasync(int file) {
  linger();
  return (int)syscall(SYS_fdatasync, file);
}
