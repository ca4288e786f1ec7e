#include "sim/journal_header.h"

#include <inttypes.h>
#include <string.h>
#include <xxhash.h>

#define BYTE_ORDER_WORD UINT64_C(0x0102030405060708)
#define BYTE_ORDER_OTHER UINT64_C(0x0807060504030201)
#define LINE_SHOWN 80 /* of a study's line, in a message [bytes] */

static const char magic[16] = "nonzero-journal\n"; /* without the NUL */

typedef struct fixed {
    char magic[sizeof(magic)];
    uint64_t byte_order, format, n_units, n_program, n_study, checksum;
} fixed_t;

static uint64_t
padded(uint64_t n_bytes)
{
    return (n_bytes + 7) / 8 * 8;
}

static uint64_t
fixed_checksum(const fixed_t *fixed)
{
    return XXH3_64bits_withSeed(fixed, offsetof(fixed_t, checksum), 0);
}

static nz_status_t
append_text(nz_packed_t *out, const char *text)
{
    const size_t size = strlen(text);
    uint64_t last = 0;
    nz_status_t status = nz_packed_append(out, text, size / 8);

    if (status == NZ_OK && size % 8 > 0) {
        memcpy(&last, text + size / 8 * 8, size % 8);
        status = nz_packed_append(out, &last, 1);
    }
    return status;
}

nz_status_t
nz_journal_header_make(
    const nz_journal_identity_t *identity, nz_packed_t *out, uint64_t *seed)
{
    const size_t first = out->n_words, texts = first + sizeof(fixed_t) / 8;
    fixed_t fixed = { .byte_order = BYTE_ORDER_WORD,
        .format = NZ_JOURNAL_FORMAT,
        .n_units = identity->n_units,
        .n_program = strlen(identity->program),
        .n_study = strlen(identity->study) };
    uint64_t checksum = 0;

    memcpy(fixed.magic, magic, sizeof(magic));
    fixed.checksum = fixed_checksum(&fixed);
    nz_status_t status = nz_packed_append(out, &fixed, sizeof(fixed) / 8);
    if (status == NZ_OK) {
        status = append_text(out, identity->program);
    }
    if (status == NZ_OK) {
        status = append_text(out, identity->study);
    }
    if (status == NZ_OK) {
        checksum = XXH3_64bits_withSeed(
            out->words + texts, 8 * (out->n_words - texts), fixed.checksum);
        status = nz_packed_append(out, &checksum, 1);
    }
    if (status != NZ_OK) {
        out->n_words = first;
        return status;
    }
    *seed = checksum;
    return NZ_OK;
}

static nz_status_t
refuse(const nz_journal_reader_t *reader, const char *why)
{
    nz_diagnostics_add(reader->diagnostics, reader->path, 0, 0, "%s", why);
    return NZ_ERR_INPUT;
}

/* The first part; *is_cut: the file ends in it, or has nothing but zeros. */
static nz_status_t
get_fixed(nz_journal_reader_t *reader, fixed_t *out, bool *is_cut)
{
    const size_t n = reader->size < sizeof(*out) ? (size_t) reader->size : sizeof(*out);
    const size_t n_magic = n < sizeof(magic) ? n : sizeof(magic);
    const void *bytes = NULL;
    nz_status_t status = nz_journal_reader_ends_in_zeros(reader, 0, is_cut);

    if (status != NZ_OK || *is_cut) {
        return status;
    }
    if ((status = nz_journal_reader_get(reader, 0, n, &bytes)) != NZ_OK) {
        return status;
    }
    memset(out, 0, sizeof(*out));
    memcpy(out, bytes, n);
    if (memcmp(out->magic, magic, n_magic) != 0) {
        return refuse(reader, "is not a journal of nonzero and is left alone; give the "
                              "output another name, or move this file away");
    }
    *is_cut = n < offsetof(fixed_t, n_units);
    if (*is_cut) {
        return NZ_OK;
    }
    if (out->byte_order == BYTE_ORDER_OTHER) {
        return refuse(reader,
            "is a journal from a machine of the other byte order: go on there, or remove "
            "it to start again");
    }
    if (out->byte_order == BYTE_ORDER_WORD && out->format != NZ_JOURNAL_FORMAT) {
        nz_diagnostics_add(reader->diagnostics, reader->path, 0, 0,
            "is a journal of format %" PRIu64 ", and this program knows format %d: go on "
            "with the program that wrote it, or remove it to start again",
            out->format, NZ_JOURNAL_FORMAT);
        return NZ_ERR_INPUT;
    }
    *is_cut = n < sizeof(*out);
    if (!*is_cut
        && (out->byte_order != BYTE_ORDER_WORD || out->checksum != fixed_checksum(out))) {
        return refuse(reader, "is a journal with a damaged header; remove it to start "
                              "again");
    }
    return NZ_OK;
}

/* Where the line at `text` ends, and how much of it is shown. */
static int
line_length(const char *text, size_t size)
{
    const char *end = memchr(text, '\n', size);
    const size_t length = end != NULL ? (size_t) (end - text) : size;

    return length < LINE_SHOWN ? (int) length : LINE_SHOWN;
}

static nz_status_t
refuse_study(
    const nz_journal_reader_t *reader, const char *theirs, size_t size, const char *ours)
{
    size_t line = 1, start = 0, i = 0;

    while (i < size && ours[i] != '\0' && theirs[i] == ours[i]) {
        if (ours[i++] == '\n') {
            line++;
            start = i;
        }
    }
    nz_diagnostics_add(reader->diagnostics, reader->path, 0, 0,
        "is the journal of another study: line %zu of it as resolved is \"%.*s\", of "
        "this "
        "study \"%.*s\"; give the output another name, or remove the journal to start "
        "again",
        line, line_length(theirs + start, size - start), theirs + start,
        line_length(ours + start, strlen(ours + start)), ours + start);
    return NZ_ERR_INPUT;
}

static nz_status_t
compare(const nz_journal_reader_t *reader, const fixed_t *fixed, const char *texts,
    const nz_journal_identity_t *identity)
{
    const char *study = texts + padded(fixed->n_program);

    if (fixed->n_program != strlen(identity->program)
        || memcmp(texts, identity->program, fixed->n_program) != 0) {
        nz_diagnostics_add(reader->diagnostics, reader->path, 0, 0,
            "is a journal of the program \"%.*s\" and this is \"%.*s\": results of two "
            "programs are not mixed; go on with that one, or remove the journal to start "
            "again",
            line_length(texts, fixed->n_program), texts, LINE_SHOWN, identity->program);
        return NZ_ERR_INPUT;
    }
    if (fixed->n_study != strlen(identity->study)
        || memcmp(study, identity->study, fixed->n_study) != 0) {
        return refuse_study(reader, study, fixed->n_study, identity->study);
    }
    if (fixed->n_units != identity->n_units) {
        nz_diagnostics_add(reader->diagnostics, reader->path, 0, 0,
            "is a journal of %" PRIu64 " units of work, and this study has %" PRIu64
            "; remove it to start again",
            fixed->n_units, identity->n_units);
        return NZ_ERR_INPUT;
    }
    return NZ_OK;
}

nz_status_t
nz_journal_header_check(nz_journal_reader_t *reader,
    const nz_journal_identity_t *identity, uint64_t *seed, uint64_t *end)
{
    fixed_t fixed = { 0 };
    bool is_cut = false;
    const void *texts = NULL;
    nz_status_t status = get_fixed(reader, &fixed, &is_cut);

    if (status != NZ_OK) {
        return status;
    }
    const uint64_t rest = reader->size - (is_cut ? reader->size : sizeof(fixed));
    is_cut = is_cut || fixed.n_program > rest || fixed.n_study > rest
             || padded(fixed.n_program) + padded(fixed.n_study) + 8 > rest;
    if (is_cut) {
        *seed = *end = 0;
        return NZ_OK;
    }
    const uint64_t n_texts = padded(fixed.n_program) + padded(fixed.n_study);
    uint64_t checksum = 0;
    if ((status = nz_journal_reader_get(reader, sizeof(fixed), n_texts + 8, &texts))
        != NZ_OK) {
        return status;
    }
    memcpy(&checksum, (const char *) texts + n_texts, sizeof(checksum));
    if (checksum == XXH3_64bits_withSeed(texts, n_texts, fixed.checksum)) {
        if ((status = compare(reader, &fixed, texts, identity)) == NZ_OK) {
            *seed = checksum;
            *end = sizeof(fixed) + n_texts + 8;
        }
        return status;
    }
    status =
        nz_journal_reader_ends_in_zeros(reader, sizeof(fixed) + n_texts + 8, &is_cut);
    if (status == NZ_OK && !is_cut) { /* records follow, so it was whole once */
        status = refuse(reader, "is a journal with a damaged header; remove it to start "
                                "again");
    }
    if (status != NZ_OK) {
        return status;
    }
    *seed = *end = 0;
    return NZ_OK;
}
