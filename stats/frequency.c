#include "stats/frequency.h"

#include <stdlib.h>
#include <string.h>

static int
compare_keys(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;
    return (x > y) - (x < y);
}

static nz_status_t
reserve(nz_frequency_t *self, size_t n_keys)
{
    if (n_keys <= self->capacity) {
        return NZ_OK;
    }
    size_t capacity = n_keys + n_keys / 2;
    nz_key_count_t *items = realloc(self->items, capacity * sizeof(*items));
    if (items == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    self->items = items;
    self->capacity = capacity;
    return NZ_OK;
}

/* Keys of the sorted array b that the sorted array a lacks. */
static size_t
count_new(const nz_key_count_t *a, size_t n_a, const nz_key_count_t *b, size_t n_b)
{
    size_t i = 0, n_new = 0;
    for (size_t j = 0; j < n_b; j++) {
        while (i < n_a && a[i].key < b[j].key) {
            i++;
        }
        n_new += i == n_a || a[i].key != b[j].key;
    }
    return n_new;
}

nz_status_t
nz_frequency_merge(nz_frequency_t *self, const nz_key_count_t *items, size_t n)
{
    const size_t n_old = self->n_keys;
    const size_t n_all = n_old + count_new(self->items, n_old, items, n);
    nz_status_t status = reserve(self, n_all);
    if (status != NZ_OK) {
        return status;
    }
    size_t i = n_old, j = n;
    for (size_t out = n_all; j > 0;) { /* from the back, so that it works in place */
        if (i > 0 && self->items[i - 1].key > items[j - 1].key) {
            self->items[--out] = self->items[--i];
        } else {
            nz_key_count_t merged = items[--j];
            self->total += merged.count;
            if (i > 0 && self->items[i - 1].key == merged.key) {
                merged.count += self->items[--i].count;
            }
            self->items[--out] = merged;
        }
    }
    self->n_keys = n_all;
    return NZ_OK;
}

nz_status_t
nz_frequency_add(nz_frequency_t *self, int64_t *keys, size_t n)
{
    nz_status_t status = NZ_OK;
    nz_key_count_t *runs = n > 0 ? malloc(n * sizeof(*runs)) : NULL;
    size_t n_runs = 0;

    if (n == 0) {
        return NZ_OK;
    }
    if (runs == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    qsort(keys, n, sizeof(*keys), compare_keys);
    for (size_t i = 0; i < n; i++) {
        if (n_runs == 0 || runs[n_runs - 1].key != keys[i]) {
            runs[n_runs++] = (nz_key_count_t){ keys[i], 0 };
        }
        runs[n_runs - 1].count++;
    }
    status = nz_frequency_merge(self, runs, n_runs);
    free(runs);
    return status;
}

int64_t
nz_frequency_order(const nz_frequency_t *self, uint64_t i)
{
    size_t at = 0;
    for (uint64_t seen = self->items[0].count; seen < i && at + 1 < self->n_keys;) {
        seen += self->items[++at].count;
    }
    return self->items[at].key;
}

void
nz_frequency_clear(nz_frequency_t *self)
{
    self->n_keys = 0;
    self->total = 0;
}

void
nz_frequency_free(nz_frequency_t *self)
{
    if (self != NULL) {
        free(self->items);
        memset(self, 0, sizeof(*self));
    }
}

/* A double's bits without its sign increase with its magnitude; of the 52 bits of
 * fraction the upper 11 are kept. */
enum { dropped_bits = 41 };

int64_t
nz_frequency_key(double value)
{
    const double magnitude = value < 0.0 ? -value : value;
    uint64_t bits;

    memcpy(&bits, &magnitude, sizeof(bits));
    bits &= UINT64_MAX >> 1; /* -0 counts as 0 */
    const int64_t key =
        (int64_t) ((bits + (UINT64_C(1) << (dropped_bits - 1))) >> dropped_bits);
    return value < 0.0 ? -key : key;
}

double
nz_frequency_value(int64_t key)
{
    const uint64_t bits = (uint64_t) (key < 0 ? -key : key) << dropped_bits;
    double magnitude;

    memcpy(&magnitude, &bits, sizeof(magnitude));
    return key < 0 ? -magnitude : magnitude;
}
