// A wall clock that a test moves. Preloaded into the nodes of a stack (NODE_PRELOAD), it adds to every reading of the wall clock the
// microseconds that stand in the file MOVED_CLOCK_FILE: 8 bytes in the machine's order, which may change at any time. Clocks that only
// measure durations, and the servers, are left alone.
//
//   clang -shared -fPIC -O2 -o clock.so clock.c
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static const int64_t *moved = NULL;

// A file that is named and cannot be used would leave the node with a clock that nobody expects: it does not start.
__attribute__((constructor)) static void open_file(void) {
    const char *path = getenv("MOVED_CLOCK_FILE");
    if (path == NULL) return;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    void *page = file < 0 ? MAP_FAILED : mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
    if (page == MAP_FAILED) {
        fprintf(stderr, "the moved clock cannot read %s\n", path);
        _exit(78);
    }
    close(file);
    moved = page;
}

static struct timespec shifted(struct timespec moment, int64_t microseconds) {
    int64_t nanoseconds = moment.tv_nsec + microseconds % 1000000 * 1000;
    moment.tv_sec += microseconds / 1000000;
    if (nanoseconds < 0) { nanoseconds += 1000000000; moment.tv_sec -= 1; }
    if (nanoseconds >= 1000000000) { nanoseconds -= 1000000000; moment.tv_sec += 1; }
    moment.tv_nsec = nanoseconds;
    return moment;
}

static int64_t ahead(void) { return moved == NULL ? 0 : __atomic_load_n(moved, __ATOMIC_RELAXED); }

static bool is_wall(clockid_t clock) { return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE; }

// Readings.

int clock_gettime(clockid_t clock, struct timespec *moment) {
    static int (*next)(clockid_t, struct timespec *);
    if (next == NULL) next = dlsym(RTLD_NEXT, "clock_gettime");
    int result = next(clock, moment);
    if (result == 0 && is_wall(clock)) *moment = shifted(*moment, ahead());
    return result;
}

int gettimeofday(struct timeval *restrict moment, void *restrict zone) {
    (void)zone;
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
    *moment = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
    return 0;
}

time_t time(time_t *result) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result != NULL) *result = now.tv_sec;
    return now.tv_sec;
}

int timespec_get(struct timespec *moment, int base) {
    return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, moment) == 0 ? base : 0;
}

// Waits until a moment of the wall clock: the kernel knows only the real one. The versions are those of x86-64; elsewhere there is one.

#define NEXT(type, name, version)                                                                                                          \
    static type next = NULL;                                                                                                               \
    if (next == NULL) next = (type)dlvsym(RTLD_NEXT, name, version);                                                                       \
    if (next == NULL) next = (type)dlsym(RTLD_NEXT, name)

typedef int (*condition_wait)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
typedef int (*condition_clock_wait)(pthread_cond_t *, pthread_mutex_t *, clockid_t, const struct timespec *);
typedef int (*mutex_lock)(pthread_mutex_t *, const struct timespec *);
typedef int (*semaphore_wait)(sem_t *, const struct timespec *);
typedef int (*timer_setting)(int, int, const struct itimerspec *, struct itimerspec *);

// A condition variable may count by the monotonic clock, whose moments are small: it counts from the start of the machine.
static struct timespec real_moment(const struct timespec *moment) {
    return moment->tv_sec < 1000000000 ? *moment : shifted(*moment, -ahead());
}

int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until) {
    NEXT(condition_wait, "pthread_cond_timedwait", "GLIBC_2.3.2");
    struct timespec moment = real_moment(until);
    return next(condition, mutex, &moment);
}

int pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock, const struct timespec *until) {
    NEXT(condition_clock_wait, "pthread_cond_clockwait", "GLIBC_2.34");
    struct timespec moment = real_moment(until);
    return next(condition, mutex, clock, &moment);
}

int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until) {
    NEXT(mutex_lock, "pthread_mutex_timedlock", "GLIBC_2.34");
    struct timespec moment = real_moment(until);
    return next(mutex, &moment);
}

int sem_timedwait(sem_t *semaphore, const struct timespec *until) {
    NEXT(semaphore_wait, "sem_timedwait", "GLIBC_2.34");
    struct timespec moment = real_moment(until);
    return next(semaphore, &moment);
}

int timerfd_settime(int timer, int flags, const struct itimerspec *setting, struct itimerspec *old) {
    NEXT(timer_setting, "timerfd_settime", "GLIBC_2.8");
    struct itimerspec copy = *setting;
    if (flags & TFD_TIMER_ABSTIME) copy.it_value = real_moment(&setting->it_value);
    return next(timer, flags, &copy, old);
}
