#if defined(__linux__)
#define _GNU_SOURCE
#include <malloc.h>
#include <sys/mman.h>
#endif
#include <string.h>

#include "ibid_memory.h"

void ibid_keep_buffers(void) {
#if defined(__GLIBC__)
    mallopt(M_MMAP_THRESHOLD, 16 << 20);
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

const void *ibid_find(const void *text, size_t length, const void *wanted, size_t wanted_length) {
    return memmem(text, length, wanted, wanted_length);
}

size_t ibid_count(const uint8_t *text, size_t length, uint8_t byte) {
    size_t total = 0;
    while (length > 0) {
        // Counted in bytes, which hold 255.
        const size_t block = length < 255 ? length : 255;
        uint8_t count = 0;
        for (size_t index = 0; index < block; index++) count += text[index] == byte;
        total += count;
        text += block;
        length -= block;
    }
    return total;
}

size_t ibid_count_unpaired(const uint8_t *text, size_t length, uint8_t byte, uint8_t next) {
    if (length == 0) return 0;
    size_t total = text[length - 1] == byte;
    length--;
    while (length > 0) {
        const size_t block = length < 255 ? length : 255;
        uint8_t count = 0;
        for (size_t index = 0; index < block; index++) count += (text[index] == byte) & (text[index + 1] != next);
        total += count;
        text += block;
        length -= block;
    }
    return total;
}

void ibid_advise_large_pages(void *start, size_t count) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    const uintptr_t page = 4096;
    uintptr_t first = ((uintptr_t)start + page - 1) & ~(page - 1);
    uintptr_t end = ((uintptr_t)start + count) & ~(page - 1);
    if (end > first) madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
    (void)start;
    (void)count;
#endif
}
