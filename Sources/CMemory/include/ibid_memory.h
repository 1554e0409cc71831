// Hints about memory that Swift has no words for. They change no result; where a system does not know them they do
// nothing.
#ifndef IBID_MEMORY_H
#define IBID_MEMORY_H

#include <stddef.h>

// Says that an address will be read soon.
static inline void ibid_prefetch(const void *address) {
    __builtin_prefetch(address, 0, 1);
}

// Asks for large pages under `count` bytes: fewer faults while they are filled, fewer misses while they are read at
// random.
void ibid_advise_large_pages(void *start, size_t count);

#endif
