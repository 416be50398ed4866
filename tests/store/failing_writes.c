/* Preloaded into ekg: the write number FAIL_AT to a store's files (its journal too) fails. FAIL_HOW=kill ends
 * the program there, as a power cut would, "torn" writes half of it first, "error" lets it and all later ones
 * fail as a full disk does. Writes are pwrite64, ftruncate64, fdatasync and unlink; each counts.
 * COUNT_TO=FILE writes their number at the end. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long count = 0;

static int of_store(const char* path) { return strstr(path, ".ekg") != NULL; }

static int of_store_fd(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return of_store(path);
}

static int fails(void) {
  static long at = -1;
  if (at < 0) {
    const char* text = getenv("FAIL_AT");
    at = text ? atol(text) : 0;
  }
  ++count;
  if (at == 0 || count < at) return 0;
  if (strcmp(getenv("FAIL_HOW"), "error") != 0 && count == at) return 2;
  errno = ENOSPC;
  return 1;
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

ssize_t pwrite64(int fd, const void* data, size_t size, off64_t at) {
  static ssize_t (*real)(int, const void*, size_t, off64_t);
  if (!real) real = (ssize_t(*)(int, const void*, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
  if (of_store_fd(fd)) {
    const int how = fails();
    if (how == 1) return -1;
    if (how == 2) {
      if (strcmp(getenv("FAIL_HOW"), "torn") == 0) real(fd, data, size / 2, at);
      die();
    }
  }
  return real(fd, data, size, at);
}

ssize_t pwrite(int fd, const void* data, size_t size, off_t at) { return pwrite64(fd, data, size, at); }

int ftruncate64(int fd, off64_t size) {
  static int (*real)(int, off64_t);
  if (!real) real = (int (*)(int, off64_t))dlsym(RTLD_NEXT, "ftruncate64");
  if (of_store_fd(fd)) {
    const int how = fails();
    if (how == 1) return -1;
    if (how == 2) die();
  }
  return real(fd, size);
}

int fdatasync(int fd) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  if (of_store_fd(fd)) {
    const int how = fails();
    if (how == 1) return -1;
    if (how == 2) die();
  }
  return real(fd);
}

int unlink(const char* path) {
  static int (*real)(const char*);
  if (!real) real = (int (*)(const char*))dlsym(RTLD_NEXT, "unlink");
  if (of_store(path)) {
    const int how = fails();
    if (how == 1) return -1;
    if (how == 2) die();
  }
  return real(path);
}

__attribute__((destructor)) static void tell(void) {
  const char* path = getenv("COUNT_TO");
  if (!path) return;
  FILE* file = fopen(path, "w");
  if (!file) return;
  fprintf(file, "%ld\n", count);
  fclose(file);
}
