/* A preload library that lets a test cut the power.
 *
 * Every change below the folder POWER_CUT_FOLDER is written to a journal in POWER_CUT_JOURNAL before it is made,
 * with what was there before, and so is every fsync and fdatasync that succeeded. After the process was killed,
 * tests/src/power reads the journal and takes back what no sync had covered. sync_file_range is no sync: it
 * promises nothing about the disk's own cache nor about where the file's blocks are.
 *
 * A name (a file made, renamed or removed) is covered by the sync of its folder alone, as POSIX has it.
 *
 * Files in the journal's folder make the disk fail or slow, and the clock wrong:
 *   full        while it is there, whatever would be written fails with ENOSPC
 *   slow-sync   while it is there, each sync of a file takes so many milliseconds more as it says
 *   clock       while it is there, and POWER_CUT_CLOCK is set, the time of day is so many seconds later as it says
 *   fail-sync   taken away by the next sync of a file, which fails with EIO; what it should have covered is gone
 *               from the file at once, as it may be on Linux, where a second sync would then call itself a success
 *
 * Own calls go to the kernel directly. Watched is what Rust's standard library calls; not mmap nor io_uring.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "journal.h"

struct open_change { uint64_t inode, place; }; /* of a file, and not synced */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* for all of the following */
static char folder[PATH_MAX], side[PATH_MAX];
static size_t folder_length;
static int journal = -1, has_clock;
static uint64_t journal_end;
static uint64_t *kept;
static size_t kept_count, kept_room;
static struct open_change *changes;
static size_t changes_count, changes_room;

static void give_up(const char *why) {
    dprintf(2, "power_cut: %s: %s\n", why, strerror(errno));
    abort();
}

static void *grown(void *array, size_t count, size_t *room, size_t each) {
    if (count < *room) return array;
    *room = *room ? *room * 2 : 256;
    array = realloc(array, *room * each);
    if (!array) give_up("no memory");
    return array;
}

__attribute__((constructor)) static void begin(void) {
    const char *watched = getenv("POWER_CUT_FOLDER"), *beside = getenv("POWER_CUT_JOURNAL");
    if (!watched || !beside) return;
    char path[PATH_MAX + 16];
    snprintf(folder, sizeof folder, "%s", watched);
    snprintf(side, sizeof side, "%s", beside);
    folder_length = strlen(folder);
    snprintf(path, sizeof path, "%s/journal", side);
    int opened = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (opened < 0) give_up("the journal");
    /* Out of the way of programs that count on low numbers. */
    journal = fcntl(opened, F_DUPFD_CLOEXEC, 900);
    if (journal < 0) give_up("the journal");
    close(opened);
    journal_end = (uint64_t)lseek(journal, 0, SEEK_END);
    has_clock = getenv("POWER_CUT_CLOCK") != NULL;
}

static int is_told(const char *name) {
    char path[PATH_MAX + 16];
    snprintf(path, sizeof path, "%s/%s", side, name);
    return journal >= 0 && access(path, F_OK) == 0;
}

/* The number that a file beside the journal says; 0 if it is not there. */
static long long told(const char *name) {
    char path[PATH_MAX + 16], text[32] = "";
    snprintf(path, sizeof path, "%s/%s", side, name);
    int fd = journal < 0 ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    long got = syscall(SYS_read, fd, text, sizeof text - 1);
    close(fd);
    return got > 0 ? atoll(text) : 0;
}

/* Whether a path, seen from a folder, lies below the watched one; `out` gets it from the root on. */
static int is_watched(int at, const char *path, char out[PATH_MAX]) {
    if (journal < 0 || !path) return 0;
    if (path[0] == '/') {
        snprintf(out, PATH_MAX, "%s", path);
    } else {
        char base[PATH_MAX] = "";
        if (at == AT_FDCWD) {
            if (!getcwd(base, sizeof base)) return 0;
        } else {
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", at);
            ssize_t length = readlink(link, base, sizeof base - 1);
            if (length < 0) return 0;
            base[length] = 0;
        }
        if (snprintf(out, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return 0;
    }
    return strncmp(out, folder, folder_length) == 0 && out[folder_length] == '/';
}

static uint64_t inode_at(const char *path) {
    struct stat found;
    return lstat(path, &found) == 0 ? (uint64_t)found.st_ino : 0;
}

/* Sockets are not brought back: nobody listens at them any more. */
static int is_file_or_folder(const char *path) {
    struct stat found;
    return lstat(path, &found) == 0 && (S_ISREG(found.st_mode) || S_ISDIR(found.st_mode));
}

static uint64_t parent_of(const char *path) {
    char parent[PATH_MAX];
    snprintf(parent, sizeof parent, "%s", path);
    char *slash = strrchr(parent, '/');
    if (slash) *slash = 0;
    return inode_at(parent);
}

static int is_kept(uint64_t inode) {
    for (size_t at = 0; at < kept_count; at++)
        if (kept[at] == inode) return 1;
    return 0;
}

/* Keeps a file by a second name, so that its content is at hand whatever becomes of the first, and its inode is
 * not given to another. */
static void keep(const char *path, uint64_t inode) {
    if (!inode || is_kept(inode)) return;
    char second[PATH_MAX + 32];
    snprintf(second, sizeof second, "%s/inode-%llu", side, (unsigned long long)inode);
    if (syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, second, 0) != 0 && errno != EEXIST) return;
    kept = grown(kept, kept_count, &kept_room, sizeof *kept);
    kept[kept_count++] = inode;
}

static void note(struct record record, const void *before, const void *after) {
    struct iovec parts[3] = { { &record, sizeof record },
                              { (void *)(uintptr_t)before, record.before },
                              { (void *)(uintptr_t)after, record.after } };
    uint64_t whole = sizeof record + record.before + record.after;
    if (syscall(SYS_writev, journal, parts, 3) != (long)whole) give_up("the journal cannot be written");
    if (record.kind == WRITE || record.kind == RESIZE) {
        changes = grown(changes, changes_count, &changes_room, sizeof *changes);
        changes[changes_count++] = (struct open_change){ record.key, journal_end };
    }
    journal_end += whole;
}

static void note_name(enum kind kind, const char *path, uint64_t inode) {
    note((struct record){ .kind = kind, .key = parent_of(path), .inode = inode, .before = strlen(path) }, path, NULL);
}

/* What a file holds in a range, as far as it goes. */
static void *content(int fd, uint64_t from, uint64_t to, uint64_t size, uint64_t *length) {
    char path[64];
    *length = 0;
    if (to > size) to = size;
    if (from >= to) return NULL;
    /* The file may be open for writing only. */
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int reader = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    char *bytes = malloc(to - from);
    if (reader < 0 || !bytes) give_up("what a file held");
    while (*length < to - from) {
        long got = syscall(SYS_pread64, reader, bytes + *length, to - from - *length, from + *length);
        if (got <= 0) break;
        *length += (uint64_t)got;
    }
    close(reader);
    return bytes;
}

/* Whether a descriptor is that of a watched file. */
static int is_ours(int fd, struct stat *found) {
    return journal >= 0 && fd != journal && fstat(fd, found) == 0 && S_ISREG(found->st_mode) && is_kept(found->st_ino);
}

static int resize(int fd, uint64_t size, const struct stat *found) {
    uint64_t length, before = (uint64_t)found->st_size;
    void *bytes = content(fd, size, before, before, &length);
    note((struct record){ .kind = RESIZE, .key = found->st_ino, .offset = size, .size = before, .before = length }, bytes, NULL);
    free(bytes);
    return (int)syscall(SYS_ftruncate, fd, size);
}

static ssize_t put(int fd, const void *bytes, size_t length, int64_t at) {
    struct stat found;
    ssize_t done;
    pthread_mutex_lock(&lock);
    if (!is_ours(fd, &found)) {
        pthread_mutex_unlock(&lock);
        return at < 0 ? syscall(SYS_write, fd, bytes, length) : syscall(SYS_pwrite64, fd, bytes, length, at);
    }
    if (is_told("full")) {
        errno = ENOSPC;
        done = -1;
    } else {
        uint64_t before, size = (uint64_t)found.st_size;
        uint64_t offset = at >= 0 ? (uint64_t)at : (uint64_t)lseek(fd, 0, SEEK_CUR);
        /* Linux appends whatever the place that pwrite names. */
        if (fcntl(fd, F_GETFL) & O_APPEND) offset = size;
        void *old = content(fd, offset, offset + length, size, &before);
        note((struct record){ .kind = WRITE, .key = found.st_ino, .offset = offset, .size = size, .before = before, .after = length }, old, bytes);
        free(old);
        done = at < 0 ? syscall(SYS_write, fd, bytes, length) : syscall(SYS_pwrite64, fd, bytes, length, at);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

static ssize_t put_parts(int fd, const struct iovec *parts, int count) {
    size_t length = 0, filled = 0;
    for (int part = 0; part < count; part++) length += parts[part].iov_len;
    char *bytes = malloc(length ? length : 1);
    if (!bytes) give_up("no memory");
    for (int part = 0; part < count; part++) {
        memcpy(bytes + filled, parts[part].iov_base, parts[part].iov_len);
        filled += parts[part].iov_len;
    }
    ssize_t done = put(fd, bytes, length, -1);
    int why = errno;
    free(bytes);
    errno = why;
    return done;
}

/* Takes the changes of a file that no sync has covered out of it again, the latest first. */
static void lose(uint64_t inode) {
    char path[PATH_MAX + 32];
    snprintf(path, sizeof path, "%s/inode-%llu", side, (unsigned long long)inode);
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) give_up("a kept file");
    for (size_t at = changes_count; at-- > 0;) {
        if (changes[at].inode != inode) continue;
        struct record record;
        if (pread(journal, &record, sizeof record, (off_t)changes[at].place) != sizeof record) give_up("the journal");
        char *bytes = malloc(record.before + 1);
        if (!bytes || pread(journal, bytes, record.before, (off_t)(changes[at].place + sizeof record)) != (ssize_t)record.before) give_up("the journal");
        uint64_t where = record.kind == WRITE ? record.offset : record.offset < record.size ? record.offset : record.size;
        syscall(SYS_ftruncate, fd, record.size);
        if (syscall(SYS_pwrite64, fd, bytes, record.before, where) != (long)record.before) give_up("what a file held");
        free(bytes);
    }
    close(fd);
}

static void forget(uint64_t inode, uint64_t until) {
    size_t left = 0;
    for (size_t at = 0; at < changes_count; at++)
        if (changes[at].inode != inode || changes[at].place >= until) changes[left++] = changes[at];
    changes_count = left;
}

static int sync_one(int fd, long call) {
    struct stat found;
    if (journal < 0 || fstat(fd, &found) != 0) return (int)syscall(call, fd);
    pthread_mutex_lock(&lock);
    int is_file = is_ours(fd, &found);
    uint64_t until = journal_end;
    char order[PATH_MAX + 16];
    snprintf(order, sizeof order, "%s/fail-sync", side);
    if (is_file && syscall(SYS_unlinkat, AT_FDCWD, order, 0) == 0) {
        lose(found.st_ino);
        forget(found.st_ino, until);
        note((struct record){ .kind = SYNC_FAILED, .key = found.st_ino, .offset = until }, NULL, NULL);
        pthread_mutex_unlock(&lock);
        errno = EIO;
        return -1;
    }
    pthread_mutex_unlock(&lock);
    long long slow = is_file ? told("slow-sync") : 0;
    struct timespec pause = { .tv_sec = (time_t)(slow / 1000), .tv_nsec = (long)(slow % 1000) * 1000000 };
    if (slow > 0) nanosleep(&pause, NULL);
    int result = (int)syscall(call, fd);
    if (result == 0 && (is_file || S_ISDIR(found.st_mode))) {
        pthread_mutex_lock(&lock);
        forget(found.st_ino, until);
        note((struct record){ .kind = SYNC, .key = found.st_ino, .offset = until }, NULL, NULL);
        pthread_mutex_unlock(&lock);
    }
    return result;
}

static int open_one(int at, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    int writes = (flags & O_ACCMODE) != O_RDONLY;
    if ((!writes && !(flags & O_CREAT)) || !is_watched(at, name, path)) return (int)syscall(SYS_openat, at, name, flags, mode);
    pthread_mutex_lock(&lock);
    uint64_t was = inode_at(path);
    int fd = -1;
    if (!was && flags & O_CREAT && is_told("full")) {
        errno = ENOSPC;
    } else {
        fd = (int)syscall(SYS_openat, at, name, was ? flags & ~O_TRUNC : flags, mode);
    }
    struct stat found;
    if (fd >= 0 && fstat(fd, &found) == 0 && S_ISREG(found.st_mode)) {
        keep(path, found.st_ino);
        if (!was) note_name(CREATE, path, found.st_ino);
        else if (flags & O_TRUNC && found.st_size > 0) resize(fd, 0, &found);
    }
    pthread_mutex_unlock(&lock);
    return fd;
}

static int rename_one(const char *from_name, const char *to_name) {
    char from[PATH_MAX], to[PATH_MAX];
    if (!is_watched(AT_FDCWD, from_name, from) || !is_watched(AT_FDCWD, to_name, to) || !is_file_or_folder(from))
        return (int)syscall(SYS_renameat2, AT_FDCWD, from_name, AT_FDCWD, to_name, 0);
    pthread_mutex_lock(&lock);
    struct record record = { .kind = RENAME, .key = parent_of(to), .inode = inode_at(from), .size = inode_at(to),
                             .before = strlen(from), .after = strlen(to) };
    keep(from, record.inode);
    keep(to, record.size);
    int result = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    if (result == 0) note(record, from, to);
    pthread_mutex_unlock(&lock);
    return result;
}

static int unlink_one(int at, const char *name, int flags) {
    char path[PATH_MAX];
    if (!is_watched(at, name, path) || !is_file_or_folder(path)) return (int)syscall(SYS_unlinkat, at, name, flags);
    pthread_mutex_lock(&lock);
    uint64_t inode = inode_at(path);
    if (!(flags & AT_REMOVEDIR)) keep(path, inode);
    int result = (int)syscall(SYS_unlinkat, at, name, flags);
    if (result == 0) note_name(flags & AT_REMOVEDIR ? REMOVE_FOLDER : UNLINK, path, inode);
    pthread_mutex_unlock(&lock);
    return result;
}

static int make_folder(const char *name, mode_t mode) {
    char path[PATH_MAX];
    if (!is_watched(AT_FDCWD, name, path)) return (int)syscall(SYS_mkdirat, AT_FDCWD, name, mode);
    pthread_mutex_lock(&lock);
    int result = (int)syscall(SYS_mkdirat, AT_FDCWD, name, mode);
    if (result == 0) note_name(MAKE_FOLDER, path, 0);
    pthread_mutex_unlock(&lock);
    return result;
}

static int resize_one(int fd, off_t size) {
    struct stat found;
    pthread_mutex_lock(&lock);
    int result;
    if (!is_ours(fd, &found)) {
        result = (int)syscall(SYS_ftruncate, fd, size);
    } else if (size > found.st_size && is_told("full")) {
        errno = ENOSPC;
        result = -1;
    } else {
        result = resize(fd, (uint64_t)size, &found);
    }
    pthread_mutex_unlock(&lock);
    return result;
}

/* Copies within the kernel are refused, so that the program falls back on reading and writing. */
static int is_a_copy_to_ours(int fd) {
    struct stat found;
    pthread_mutex_lock(&lock);
    int ours = is_ours(fd, &found);
    pthread_mutex_unlock(&lock);
    if (ours) errno = ENOSYS;
    return ours;
}

#define MODE(flags, mode) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { MODE(flags, mode) return open_one(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags, mode) return open_one(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags, mode) return open_one(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags, mode) return open_one(at, path, flags, mode); }
ssize_t write(int fd, const void *bytes, size_t length) { return put(fd, bytes, length, -1); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return put(fd, bytes, length, at); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) { return put(fd, bytes, length, at); }
ssize_t writev(int fd, const struct iovec *parts, int count) {
    struct stat found;
    if (journal < 0 || fstat(fd, &found) != 0 || !S_ISREG(found.st_mode)) return syscall(SYS_writev, fd, parts, count);
    return put_parts(fd, parts, count);
}
int ftruncate(int fd, off_t size) { return resize_one(fd, size); }
int ftruncate64(int fd, off64_t size) { return resize_one(fd, size); }
int fsync(int fd) { return sync_one(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_one(fd, SYS_fdatasync); }
int rename(const char *from, const char *to) { return rename_one(from, to); }
int unlink(const char *path) { return unlink_one(AT_FDCWD, path, 0); }
int unlinkat(int at, const char *path, int flags) { return unlink_one(at, path, flags); }
int rmdir(const char *path) { return unlink_one(AT_FDCWD, path, AT_REMOVEDIR); }
int mkdir(const char *path, mode_t mode) { return make_folder(path, mode); }
int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = (int)syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && has_clock && clock == CLOCK_REALTIME) now->tv_sec += (time_t)told("clock");
    return result;
}
/* Only a promise of room: the callers know how to go on without it. */
int fallocate(int fd, int mode, off_t from, off_t length) { return is_a_copy_to_ours(fd) ? -1 : (int)syscall(SYS_fallocate, fd, mode, from, length); }
ssize_t copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t length, unsigned flags) {
    return is_a_copy_to_ours(out) ? -1 : syscall(SYS_copy_file_range, in, in_at, out, out_at, length, flags);
}
ssize_t sendfile(int out, int in, off_t *at, size_t length) { return is_a_copy_to_ours(out) ? -1 : syscall(SYS_sendfile, out, in, at, length); }
ssize_t sendfile64(int out, int in, off64_t *at, size_t length) { return is_a_copy_to_ours(out) ? -1 : syscall(SYS_sendfile, out, in, at, length); }
