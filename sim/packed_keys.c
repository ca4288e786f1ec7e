#include "sim/packed_keys.h"

#include <stdlib.h>

enum {
    head_words = 2,
    byte_bits = 7,
    number_bytes_max = 10, /* of 64 bits */
    word_bytes = sizeof(uint64_t)
};

/* Bytes that are being read. */
typedef struct bytes {
    const unsigned char *at, *end;
    nz_status_t status;
} bytes_t;

static unsigned char *
put(unsigned char *at, uint64_t number)
{
    while (number >> byte_bits != 0) {
        *at++ = (unsigned char) ((number & 0x7f) | 0x80);
        number >>= byte_bits;
    }
    *at++ = (unsigned char) number;
    return at;
}

static uint64_t
take(bytes_t *self)
{
    uint64_t number = 0;
    unsigned shift = 0;

    do {
        if (self->at == self->end || shift >= 64
            || (shift == 63 && *self->at > 1)) { /* too few, or more than 64 bits */
            self->status = NZ_ERR_FORMAT;
            return 0;
        }
        number |= (uint64_t) (*self->at & 0x7f) << shift;
        shift += byte_bits;
    } while ((*self->at++ & 0x80) != 0);
    return number;
}

/* Small numbers of both signs as small numbers: 0, -1, 1, -2, ... */
static uint64_t
zigzag(uint64_t key)
{
    return key << 1 ^ (key >> 63 != 0 ? UINT64_MAX : 0);
}

static uint64_t
unzigzag(uint64_t number)
{
    return number >> 1 ^ ((number & 1) != 0 ? UINT64_MAX : 0);
}

static size_t
words_of(size_t n_bytes)
{
    return (n_bytes + word_bytes - 1) / word_bytes;
}

nz_status_t
nz_packed_keys_append(nz_packed_t *out, const nz_frequency_t *table)
{
    const size_t room = head_words + words_of(table->n_keys * 2 * number_bytes_max);
    uint64_t *words = calloc(room, sizeof(*words));
    uint64_t last = 0;

    if (words == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    unsigned char *const first = (unsigned char *) (words + head_words);
    unsigned char *at = first;
    for (size_t i = 0; i < table->n_keys; i++) {
        const uint64_t key = (uint64_t) table->items[i].key;
        at = put(at, i == 0 ? zigzag(key) : key - last);
        at = put(at, table->items[i].count);
        last = key;
    }
    words[0] = table->n_keys;
    words[1] = (uint64_t) (at - first);
    const nz_status_t status =
        nz_packed_append(out, words, head_words + words_of((size_t) (at - first)));
    free(words);
    return status;
}

/* The keys and counts in the bytes; `items` may be NULL. */
static nz_status_t
read_items(bytes_t *bytes, size_t n_keys, nz_key_count_t *items)
{
    uint64_t key = 0;

    for (size_t i = 0; i < n_keys; i++) {
        const uint64_t step = take(bytes);
        const uint64_t count = take(bytes);
        const uint64_t next = i == 0 ? unzigzag(step) : key + step;
        if (bytes->status != NZ_OK || count == 0
            || (i > 0 && (int64_t) next <= (int64_t) key)) {
            return NZ_ERR_FORMAT;
        }
        key = next;
        if (items != NULL) {
            items[i] = (nz_key_count_t){ (int64_t) key, count };
        }
    }
    return bytes->at == bytes->end ? NZ_OK : NZ_ERR_FORMAT;
}

nz_status_t
nz_packed_keys_merge(
    const uint64_t *words, size_t n_words, nz_frequency_t *into, size_t *n_taken)
{
    if (n_words < head_words || words[1] > (n_words - head_words) * word_bytes
        || words[0] > words[1] / 2) {
        return NZ_ERR_FORMAT;
    }
    const size_t n_keys = (size_t) words[0], n_bytes = (size_t) words[1];
    const unsigned char *first = (const unsigned char *) (words + head_words);
    bytes_t bytes = { first, first + n_bytes, NZ_OK };
    nz_status_t status = NZ_OK;
    if (into == NULL) {
        status = read_items(&bytes, n_keys, NULL);
    } else {
        nz_key_count_t *items = malloc((n_keys + 1) * sizeof(*items));
        status = items != NULL ? read_items(&bytes, n_keys, items) : NZ_ERR_NO_MEMORY;
        if (status == NZ_OK) {
            status = nz_frequency_merge(into, items, n_keys);
        }
        free(items);
    }
    if (status == NZ_OK) {
        *n_taken = head_words + words_of(n_bytes);
    }
    return status;
}
