/** @file figure_plan_table.h
 *  @brief A table of `nonzero plan` as its figures need it. */
#ifndef NZ_MPI_FIGURE_PLAN_TABLE_H
#define NZ_MPI_FIGURE_PLAN_TABLE_H

#include "mpi/figure.h"
#include "sim/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/** What an axis shows. */
typedef enum nz_figure_plan_x {
    NZ_FIGURE_PLAN_SIZE,   /**< of the models [parameters] */
    NZ_FIGURE_PLAN_LENGTH, /**< of the target [tokens]: one model, or one accuracy each */
    NZ_FIGURE_PLAN_ACCURACY /**< true share of items solved: nothing else is known */
} nz_figure_plan_x_t;

/** One answer about one model. */
typedef struct nz_figure_plan_row {
    double x;                /**< above 0 */
    double tokens, accuracy; /**< NaN: none; tokens also if x shows them */
    nz_plan_goal_t goal;
    bool is_conservative;  /**< at the far end of a fit */
    double test_size;      /**< NaN: none; inf: no number is enough */
    double achieved, cost; /**< NaN: none */
} nz_figure_plan_row_t;

/** The rows of one target length, of all goals. */
typedef struct nz_figure_plan_group {
    double tokens; /**< NaN: none, or x shows them */
    const nz_figure_plan_row_t *rows;
    size_t n;
} nz_figure_plan_group_t;

/** The table. */
typedef struct nz_figure_plan_table {
    nz_figure_plan_x_t x;
    size_t n_rows;
    nz_figure_plan_row_t *rows;     /**< owned; by tokens, goal, conservative, x */
    size_t n_groups;                /**< 1 if x is the length */
    nz_figure_plan_group_t *groups; /**< owned; the shortest first */
    bool has_goal[NZ_N_PLAN_GOALS];
    bool has_conservative;
} nz_figure_plan_table_t;

/** @brief Release what @p self owns and zero it. */
void nz_figure_plan_table_free(nz_figure_plan_table_t *self);

/**
 * @brief Read a table with the columns parameters, tokens, accuracy, goal, test_size and,
 *        if it has them, achieved and cost.
 *
 * Rows of the six goals and their conservative twins; others, and those of no one model
 * (totals), are left out. With model sizes x is the size, or the length if there is one
 * size only; without, the length if each has one accuracy of its own, else the accuracy.
 * @param path  "-" for standard input.
 * @param[out] out  free with nz_figure_plan_table_free; untouched on error.
 * @retval NZ_ERR_INPUT  refused; @p diagnostics says why and what to do.
 * @retval NZ_ERR_NO_MEMORY
 */
NZ_NODISCARD nz_status_t nz_figure_plan_table_read(
    const char *path, nz_figure_plan_table_t *out, nz_diagnostics_t *diagnostics);

/** @brief What messages call the table. */
const char *nz_figure_plan_table_name(const char *path);

/** @brief A goal in words of a legend; static. */
const char *nz_figure_plan_goal_label(nz_plan_goal_t goal);

/** @brief The label of the axis, with its unit; static. */
const char *nz_figure_plan_x_label(nz_figure_plan_x_t x);

/** @brief Write the array `NAME_label` of panels by target length: "Target length L = 5",
 *         or nothing if there is none. @param groups  @p n >= 1; NULL: nothing for all.
 */
void nz_figure_plan_write_lengths(
    const char *name, const nz_figure_plan_group_t *const *groups, size_t n, FILE *out);

#endif
