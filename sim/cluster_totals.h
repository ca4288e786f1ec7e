/** @file cluster_totals.h
 *  @brief Items in clusters: m items that share a passage are right or wrong together
 * more often than others.
 *
 *  Each item by itself keeps its law: it is right with probability pi, and otherwise has
 *  J >= 1 wrong tokens. The items of a cluster have a rate of being right of their own,
 *  drawn from Beta(pi/theta, (1 - pi)/theta), theta = rho_c/(1 - rho_c), so that rho_c is
 *  the correlation of two items of a cluster being right. The number of wrong items of a
 *  cluster is therefore beta-binomial (stats/beta_binomial.h):
 *
 *    P(w) = C(m, w) prod_{i<w} (1 - pi + i theta) prod_{i<m-w} (pi + i theta)
 *           / prod_{i<m} (1 + i theta),
 *
 *  which is binomial if rho_c = 0. J does not depend on the cluster: the wrong tokens of
 * a cluster with w wrong items are the sum of w independent J.
 *
 *  Drawn are how many of the clusters have w wrong items, then for each w how many of
 *  those have t wrong tokens. Both are multinomial, and the histograms of right items and
 *  of wrong tokens per cluster hold all that the metrics and every resampling of whole
 *  clusters need. Time and memory do not grow with the number of clusters.
 *
 *  Design effect of a metric, the variance of its estimate over that of as many
 * independent items: 1 + (m - 1) r with the correlation r of two items' scores in a
 * cluster. r is rho_c for accuracy. For token_edit_distance and token_accuracy it is
 *  rho_c mu^2 pi (1 - pi)/V with the mean mu of J and the variance V of an item's wrong
 *  tokens. For cross_entropy of independent tokens, which is constant, it is 0.
 *
 *  @par Source  A. Donner, J. J. Koval (1980), Biometrics 36(1), 19-25 (beta-binomial
 *  clusters and their correlation); L. Kish (1965), Survey Sampling, section 5.4 (design
 *  effect).
 */
#ifndef NZ_SIM_CLUSTER_TOTALS_H
#define NZ_SIM_CLUSTER_TOTALS_H

#include "sim/metric.h"
#include "sim/sequence_law.h"
#include "sim/task.h"
#include "stats/status.h"

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include <stdint.h>

/** Most items of a cluster. */
#define NZ_CLUSTER_SIZE_MAX 1000

/** Most tokens of a cluster, m L. The laws of a model take some 8 m (m L) bytes,
 * see nz_cluster_totals_entries. */
#define NZ_CLUSTER_TOKENS_MAX 10000

/**
 * @brief Design effect of a metric of sequences.
 * @param task  not in clusters; in its range.
 * @param size  m; 0 and 1: no clusters, 1.
 * @return 1 also where an item's score has no variance, and for other metrics.
 */
double nz_cluster_totals_design_effect(
    const nz_sequence_law_t *task, nz_metric_t metric, uint64_t size, double correlation);

/** @brief As nz_sequence_law_truth, of items in clusters: the mean is the same, the
 * standard deviation is times the root of the design effect. */
NZ_NODISCARD nz_status_t nz_cluster_totals_truth(const nz_sequence_law_t *task,
    nz_metric_t metric, uint64_t size, double correlation, double *mean, double *sd);

/** The clusters of a study's models; opaque. */
typedef struct nz_cluster_totals nz_cluster_totals_t;

/** @brief Room for the laws of @p n_models models. NZ_ERR_NULL_ARG, NZ_ERR_DOMAIN (no
 * models), NZ_ERR_NO_MEMORY. */
NZ_NODISCARD nz_status_t nz_cluster_totals_create(
    size_t n_models, nz_cluster_totals_t **out);

/** @brief Free *self and set it to NULL; legal on NULL. */
void nz_cluster_totals_destroy(nz_cluster_totals_t **self);

/**
 * @brief Set the items of model @p i_model, and the clusters of all. Allocates.
 * @param pmf  probabilities of 0 .. @p tokens wrong tokens of an item.
 * @param size,correlation  as above; of all models that are drawn from.
 * @retval NZ_ERR_NULL_ARG, NZ_ERR_NO_MEMORY.
 * @retval NZ_ERR_DOMAIN  out of range; more than NZ_CLUSTER_TOKENS_MAX tokens.
 */
NZ_NODISCARD nz_status_t nz_cluster_totals_prepare(nz_cluster_totals_t *self,
    size_t i_model, const double *pmf, uint64_t tokens, uint64_t size,
    double correlation);

/** @brief Draw @p n_clusters clusters of model @p i_model. */
void nz_cluster_totals_draw(
    nz_cluster_totals_t *self, size_t i_model, uint64_t n_clusters, gsl_rng *rng);

/** @brief Histogram over the clusters drawn last of 0 .. m right items. */
const uint64_t *nz_cluster_totals_right(const nz_cluster_totals_t *self);

/** @brief Histogram over the clusters drawn last of 0 .. m L wrong tokens. */
const uint64_t *nz_cluster_totals_wrong_tokens(const nz_cluster_totals_t *self);

/**
 * @brief Score the clusters drawn last: a score is the total of a cluster, a step the
 * 1/m-th of an item's.
 * @param metric  accuracy, token_edit_distance or token_accuracy.
 * @param[out] out  borrows histograms until the next draw or score.
 */
void nz_cluster_totals_score(
    nz_cluster_totals_t *self, nz_metric_t metric, nz_task_score_t *out);

/**
 * @brief Size of a model's table of totals: pairs (wrong items, wrong tokens) of a
 * cluster that has wrong items, m + (L - 1) m (m + 1)/2. An entry takes 16 bytes, and up
 * to L multiplications to prepare.
 */
double nz_cluster_totals_entries(uint64_t size, double tokens);

/** @brief Predicted time to draw @p n_clusters clusters [s]. */
double nz_cluster_totals_draw_seconds(uint64_t size, double tokens, double n_clusters);

#endif
