#include "sim/journal_records.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

typedef struct head {
    uint64_t kind, number, n_words, checksum;
} head_t;

_Static_assert(sizeof(head_t) == 8 * NZ_JOURNAL_HEAD_WORDS, "a head is whole words");

typedef struct spent {
    double wall_s;
    uint64_t n_ranks;
} spent_t;

typedef struct scan {
    nz_journal_reader_t *reader;
    uint64_t seed, n_units;
    unsigned char *seen; /* a bit for each unit */
    nz_journal_content_t content;
    spent_t session; /* the last that the last session has told */
} scan_t;

static uint64_t
head_checksum(const head_t *head, uint64_t seed)
{
    return XXH3_64bits_withSeed(head, offsetof(head_t, checksum), seed);
}

nz_status_t
nz_journal_records_append(nz_packed_t *out, uint64_t seed, nz_journal_kind_t kind,
    uint64_t number, const uint64_t *words, size_t n_words)
{
    const size_t first = out->n_words;
    head_t head = { (uint64_t) kind, number, n_words, 0 };

    head.checksum = head_checksum(&head, seed);
    const uint64_t checksum = XXH3_64bits_withSeed(words, 8 * n_words, head.checksum);
    nz_status_t status = nz_packed_append(out, &head, NZ_JOURNAL_HEAD_WORDS);
    if (status == NZ_OK) {
        status = nz_packed_append(out, words, n_words);
    }
    if (status == NZ_OK) {
        status = nz_packed_append(out, &checksum, 1);
    }
    if (status != NZ_OK) {
        out->n_words = first;
    }
    return status;
}

size_t
nz_journal_records_whole(const uint64_t *records, size_t n_words, uint64_t *n_units)
{
    size_t whole = 0;

    *n_units = 0;
    while (n_words - whole >= NZ_JOURNAL_RECORD_WORDS) {
        head_t head;
        memcpy(&head, records + whole, sizeof(head));
        if (head.n_words > n_words - whole - NZ_JOURNAL_RECORD_WORDS) {
            break;
        }
        whole += (size_t) head.n_words + NZ_JOURNAL_RECORD_WORDS;
        *n_units += head.kind == NZ_JOURNAL_UNIT;
    }
    return whole;
}

static nz_status_t
damaged(const scan_t *self, uint64_t at, const char *what)
{
    nz_diagnostics_add(self->reader->diagnostics, self->reader->path, 0, 0,
        "is damaged at byte %" PRIu64 ": %s. It is left as it is; the %" PRIu64
        " units before can be kept with: truncate -s %" PRIu64 " '%s'",
        at, what, self->content.n_records, at, self->reader->path);
    return NZ_ERR_INPUT;
}

/* A record at byte `at` that does not check, its broken part ending at byte `end`: cut
 * short if nothing follows. */
static nz_status_t
judge(const scan_t *self, uint64_t at, uint64_t end, const char *what, bool *is_torn)
{
    nz_status_t status = nz_journal_reader_ends_in_zeros(self->reader, end, is_torn);

    return status != NZ_OK || *is_torn ? status : damaged(self, at, what);
}

/* The record at byte `at`; its words are behind its head in the reader's buffer. */
static nz_status_t
get_record(scan_t *self, uint64_t at, head_t *head, const uint64_t **words, bool *is_torn)
{
    const uint64_t rest = self->reader->size - at, least = 8 * NZ_JOURNAL_RECORD_WORDS;
    const void *bytes = NULL;
    nz_status_t status = NZ_OK;

    if (rest < least) {
        *is_torn = true;
        return NZ_OK;
    }
    if ((status = nz_journal_reader_get(self->reader, at, sizeof(*head), &bytes))
        != NZ_OK) {
        return status;
    }
    memcpy(head, bytes, sizeof(*head));
    if (head->checksum != head_checksum(head, self->seed)) {
        return judge(self, at, at + sizeof(*head), "a record does not check", is_torn);
    }
    *is_torn = head->n_words > (rest - least) / 8;
    if (*is_torn) {
        return NZ_OK;
    }
    const uint64_t size = least + 8 * head->n_words;
    if ((status = nz_journal_reader_get(self->reader, at, size, &bytes)) != NZ_OK) {
        return status;
    }
    *words = (const uint64_t *) bytes + NZ_JOURNAL_HEAD_WORDS;
    if (XXH3_64bits_withSeed(*words, 8 * head->n_words, head->checksum)
        != (*words)[head->n_words]) {
        return judge(self, at, at + size, "a record does not check", is_torn);
    }
    return NZ_OK;
}

/* Of a session only the last counts: it tells all that the session has spent. */
static nz_status_t
take_spent(scan_t *self, uint64_t at, const head_t *head, const uint64_t *words)
{
    nz_journal_spent_t *sum = &self->content.spent;
    spent_t spent = { 0 };

    if (head->n_words == sizeof(spent) / 8) {
        memcpy(&spent, words, sizeof(spent));
    }
    const bool is_next = head->number == sum->n_sessions + 1;
    if (head->n_words != sizeof(spent) / 8
        || !(spent.wall_s >= 0 && isfinite(spent.wall_s))
        || (!is_next && (head->number == 0 || head->number != sum->n_sessions))) {
        return damaged(self, at, "no session has such a record");
    }
    if (is_next) {
        sum->n_sessions++;
        sum->wall_s += self->session.wall_s;
        sum->core_s += self->session.wall_s * (double) self->session.n_ranks;
    }
    self->session = spent;
    return NZ_OK;
}

static nz_status_t
take_unit(scan_t *self, uint64_t at, uint64_t i_unit)
{
    if (i_unit >= self->n_units) {
        return damaged(self, at, "it holds a unit that the study does not have");
    }
    const unsigned char bit = (unsigned char) (1U << (i_unit % 8));
    if ((self->seen[i_unit / 8] & bit) != 0) {
        return damaged(self, at, "it holds a unit for the second time");
    }
    self->seen[i_unit / 8] |= bit;
    self->content.n_records++;
    return NZ_OK;
}

static nz_status_t
read_all(
    scan_t *self, uint64_t from, nz_journal_take_t take, void *context, uint64_t *end)
{
    bool is_torn = false;

    *end = from;
    while (*end < self->reader->size) {
        const uint64_t *words = NULL;
        head_t head = { 0 };
        nz_status_t status = get_record(self, *end, &head, &words, &is_torn);
        if (status != NZ_OK) {
            return status;
        }
        if (is_torn) {
            break;
        }
        if (head.kind == NZ_JOURNAL_UNIT) {
            status = take_unit(self, *end, head.number);
            if (status == NZ_OK && take != NULL) {
                status = take(context, head.number, words, (size_t) head.n_words);
            }
        } else if (head.kind == NZ_JOURNAL_SPENT) {
            status = take_spent(self, *end, &head, words);
        } else {
            status = damaged(self, *end, "there is no such kind of record");
        }
        if (status != NZ_OK) {
            return status;
        }
        *end += 8 * (head.n_words + NZ_JOURNAL_RECORD_WORDS);
    }
    return NZ_OK;
}

nz_status_t
nz_journal_records_read(nz_journal_reader_t *reader, uint64_t from, uint64_t seed,
    uint64_t n_units, nz_journal_take_t take, void *context,
    nz_journal_content_t *content, uint64_t *end)
{
    scan_t scan = { .reader = reader, .seed = seed, .n_units = n_units };
    uint64_t whole = 0;

    if (n_units / 8 >= SIZE_MAX) {
        return NZ_ERR_NO_MEMORY;
    }
    scan.seen = calloc((size_t) (n_units / 8) + 1, 1);
    if (scan.seen == NULL) {
        return NZ_ERR_NO_MEMORY;
    }
    nz_status_t status = read_all(&scan, from, take, context, &whole);
    free(scan.seen);
    if (status != NZ_OK) {
        return status;
    }
    *content = scan.content;
    content->spent.wall_s += scan.session.wall_s;
    content->spent.core_s += scan.session.wall_s * (double) scan.session.n_ranks;
    content->n_dropped_bytes = reader->size - whole;
    *end = whole;
    return NZ_OK;
}
