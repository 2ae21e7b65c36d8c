/* The journal's records, in the machine's own byte order; tests/src/power/journal.rs reads them. */
#include <stdint.h>

enum kind { WRITE = 1, RESIZE, CREATE, UNLINK, RENAME, MAKE_FOLDER, REMOVE_FOLDER, SYNC, SYNC_FAILED };

struct record {
    uint64_t kind;
    uint64_t key;    /* the inode whose sync covers this: the file's, or for names the folder's */
    uint64_t inode;  /* of the file that a name is about */
    uint64_t offset; /* WRITE: where; RESIZE: the new size; SYNC: records before this place are covered */
    uint64_t size;   /* WRITE, RESIZE: the file's size before; RENAME: the inode that was replaced, or 0 */
    uint64_t before; /* bytes that follow: what was there, or a path */
    uint64_t after;  /* bytes that follow those: what is there now, or a path */
};
