#include "mpi/plan_verdict.h"

#include <inttypes.h>
#include <math.h>

/* What the findings of a plan have in common. */
typedef struct summary {
    size_t n_tested, n_kept, n_untested;
    bool has_effective, has_slope, has_difference;
} summary_t;

/* What was asked for, where the row answers that; NaN: nothing was. */
static double
asked_of(const nz_plan_request_t *request, const nz_plan_row_t *row)
{
    const bool is_of_one = row->n_models == 1 && row->i_point != SIZE_MAX;

    if (row->kind == NZ_PLAN_ROW_DIFFERENCE) {
        return request->power;
    }
    if (request->trials > 0 || request->budget > 0.0) {
        return (double) NAN;
    }
    switch (request->goal) {
    case NZ_PLAN_SEE:
        return request->confidence;
    case NZ_PLAN_COMPARE:
        return request->power;
    case NZ_PLAN_CURVE:
        if (request->each == NZ_PLAN_SEE || request->assurance > 0.0) {
            const double joint =
                request->each == NZ_PLAN_SEE ? request->confidence : request->assurance;
            return is_of_one ? (double) NAN : joint; /* of each model it is a share */
        }
        return request->width;
    case NZ_PLAN_HALF_WIDTH:
    case NZ_PLAN_RELATIVE_HALF_WIDTH:
    case NZ_PLAN_SLOPE:
    case NZ_N_PLAN_GOALS:
        break;
    }
    return request->assurance > 0.0 ? request->assurance : request->width;
}

/* "1e+07 parameters, 5 tokens", "accuracy 0.01" or "all models". */
static void
print_name(FILE *out, const nz_plan_row_t *row)
{
    if (row->kind == NZ_PLAN_ROW_VISIBLE) {
        fprintf(out, "  visible accuracy %.4g", row->accuracy);
    } else if (row->i_point == SIZE_MAX) {
        fputs(row->kind == NZ_PLAN_ROW_COMMON
                      || row->kind == NZ_PLAN_ROW_COMMON_CONSERVATIVE
                  ? "  one test set"
                  : "  all models",
            out);
    } else if (!isnan(row->parameters)) {
        fprintf(out, "  %.4g parameters", row->parameters);
    } else if (!isnan(row->accuracy)) {
        fprintf(out, "  accuracy %.4g", row->accuracy);
    } else {
        fputs("  the models", out);
    }
    if (row->tokens > 1.0) {
        fprintf(out, ", %.6g tokens", row->tokens);
    }
    if (row->kind == NZ_PLAN_ROW_UNTIL || row->kind == NZ_PLAN_ROW_UNTIL_ALL) {
        fprintf(out, ", until %" PRIu64, row->successes);
    }
    if (row->kind == NZ_PLAN_ROW_CONSERVATIVE || row->kind == NZ_PLAN_ROW_ALL_CONSERVATIVE
        || row->kind == NZ_PLAN_ROW_COMMON_CONSERVATIVE) {
        fputs(", conservative", out);
    }
    fputs(":\n", out);
}

static void
print_row(FILE *out, const nz_plan_request_t *request, const nz_plan_row_t *row,
    const nz_plan_finding_t *finding, uint64_t replicates)
{
    const double asked = asked_of(request, row);

    print_name(out, row);
    fputs("    ", out);
    if (!isnan(asked)) {
        fprintf(out, "asked %.4g, ", asked);
    }
    if (row->kind != NZ_PLAN_ROW_DIFFERENCE) {
        fprintf(out, "achieved %.4g, ", finding->claim.promised);
    }
    fprintf(out, "simulated %.4g +- %.2g: %s\n", finding->simulated, finding->mcse,
        finding->verdict == NZ_PLAN_KEPT ? "kept" : "NOT KEPT");
    if (!isnan(finding->cost)) {
        fprintf(out, "    cost planned %.5g, simulated %.5g +- %.2g\n", row->cost,
            finding->cost, finding->cost_mcse);
    }
    if (finding->n_undefined > 0) {
        fprintf(out, "    %" PRIu64 " of %" PRIu64 " test sets have no %s: left out\n",
            finding->n_undefined, replicates,
            finding->claim.measure == NZ_PLAN_MEASURE_SPREAD ? "fit" : "interval");
    }
}

static void
print_notes(FILE *out, const summary_t *summary)
{
    if (summary->has_effective) {
        fputs("Of items in clusters the intervals and tests are made of all counts over "
              "the\ndesign effect, in whole numbers. That is an approximation, and kept "
              "if what is\nsimulated is no worse than achieved.\n",
            out);
    }
    if (summary->has_slope) {
        fputs("The standard error of a slope is an approximation, and kept if what is\n"
              "simulated is no larger.\n",
            out);
    }
    if (summary->has_difference) {
        fputs("What is simulated of a least detectable difference is the power at it.\n",
            out);
    }
    if (summary->n_untested > 0) {
        fprintf(out, "%zu row%s nothing that can be simulated.\n", summary->n_untested,
            summary->n_untested == 1 ? " promises" : "s promise");
    }
}

static void
print_verdict(FILE *out, const summary_t *summary)
{
    const size_t n_broken = summary->n_tested - summary->n_kept;

    if (summary->n_tested == 0) {
        return;
    }
    if (n_broken == 0) {
        fprintf(out, "%s, within %.0f Monte Carlo standard errors.\n",
            summary->n_tested == 1 ? "The promise is kept" : "All promises are kept",
            NZ_PLAN_VERIFY_ERRORS);
        return;
    }
    fprintf(out,
        "%zu of %zu promises %s NOT KEPT: what is simulated is more than %.0f Monte "
        "Carlo\nstandard errors away. Of kept ones that is 1 in 370: try another "
        "--seed.\n",
        n_broken, summary->n_tested, n_broken == 1 ? "is" : "are", NZ_PLAN_VERIFY_ERRORS);
}

void
nz_plan_verdict_print(FILE *out, const nz_plan_verify_t *verify, size_t i_plan,
    const nz_plan_made_t *made, uint64_t replicates)
{
    summary_t summary = { 0 };

    fprintf(out, "Simulated with %" PRIu64 " test sets each:\n", replicates);
    for (size_t i = 0; i < made->plan->n_rows; i++) {
        const nz_plan_row_t *row = &made->plan->rows[i];
        const nz_plan_finding_t finding = nz_plan_verify_finding(verify, i_plan, i);
        if (finding.verdict == NZ_PLAN_UNTESTED) {
            summary.n_untested++;
            continue;
        }
        if (finding.claim.i_row != i) {
            continue; /* told with all models */
        }
        summary.n_tested++;
        summary.n_kept += finding.verdict == NZ_PLAN_KEPT;
        summary.has_effective = summary.has_effective || finding.claim.is_effective;
        summary.has_slope = summary.has_slope || made->request->goal == NZ_PLAN_SLOPE;
        summary.has_difference =
            summary.has_difference || row->kind == NZ_PLAN_ROW_DIFFERENCE;
        print_row(out, made->request, row, &finding, replicates);
    }
    print_notes(out, &summary);
    print_verdict(out, &summary);
}
