// Hints about memory that Swift has no words for, and searches in it, which C compilers turn into instructions on many
// bytes at once. Hints change no result; where a system does not know them they do nothing.
#ifndef IBID_MEMORY_H
#define IBID_MEMORY_H

#include <stddef.h>
#include <stdint.h>

// Says that an address will be read soon.
static inline void ibid_prefetch(const void *address) {
    __builtin_prefetch(address, 0, 1);
}

// Asks for large pages under `count` bytes: fewer faults while they are filled, fewer misses while they are read at
// random.
void ibid_advise_large_pages(void *start, size_t count);

// Keeps buffers of some megabytes that are freed in the process for those that come next: else each is faulted in anew.
void ibid_keep_buffers(void);

// Where `wanted` first occurs in a text; NULL where it does not. Neither may be empty.
const void *ibid_find(const void *text, size_t length, const void *wanted, size_t wanted_length);

// How often a byte occurs.
size_t ibid_count(const uint8_t *text, size_t length, uint8_t byte);

// How often a byte occurs that `next` does not follow.
size_t ibid_count_unpaired(const uint8_t *text, size_t length, uint8_t byte, uint8_t next);

#endif
