#include "api/routes.h"

#include <string.h>

#include "api/handlers.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

// clang-format off
#define COMPUTATION(path, fields, handler, summary) \
    {path, ROUTE_OPERATION, true, fields, COUNT(fields), matrix_writers, handler, summary}
#define OPERATION(path, fields, writers, handler, summary) \
    {path, ROUTE_OPERATION, false, fields, COUNT(fields), writers, handler, summary}
#define RESOURCE(path, fields, writers, handler, summary) \
    {path, ROUTE_RESOURCE, false, fields, COUNT(fields), writers, handler, summary}
#define PAGE(path, handler, summary) {path, ROUTE_PAGE, false, NULL, 0, NULL, handler, summary}

static const struct route routes[] = {
    COMPUTATION("/v1/multiply", multiply_fields, multiply, "Multiply two matrices"),
    OPERATION("/v1/shape", shape_fields, value_writers, shape,
              "Tell whether shapes fit, and what comes out"),
    OPERATION("/v1/explain", explain_fields, lesson_writers, explain,
              "Explain a product, entry by entry"),
    COMPUTATION("/v1/chain", chain_fields, chain, "Multiply many matrices in the cheapest order"),
    RESOURCE("/v1/practice", practice_fields, lesson_writers, practice,
             "A sheet of exercises, the same for the same seed"),
    OPERATION("/v1/practice/check", practice_check_fields, value_writers, practice_check,
              "Grade answers, and name the likely mistake"),
    COMPUTATION("/v1/add", two_matrices_fields, add, "Add two matrices"),
    COMPUTATION("/v1/subtract", two_matrices_fields, subtract, "Subtract a matrix from another"),
    COMPUTATION("/v1/hadamard", two_matrices_fields, hadamard,
                "Multiply two matrices entry by entry"),
    COMPUTATION("/v1/kronecker", two_matrices_fields, kronecker,
                "Multiply each entry of a matrix by the whole of another"),
    COMPUTATION("/v1/scale", scale_fields, scale, "Multiply a matrix by a number"),
    COMPUTATION("/v1/transpose", one_matrix_fields, transpose, "Turn rows into columns"),
    COMPUTATION("/v1/power", power_fields, power, "Multiply a matrix by itself, again and again"),
    COMPUTATION("/v1/trace", one_matrix_fields, trace, "Add up the main diagonal"),
    COMPUTATION("/v1/determinant", one_matrix_fields, determinant, "Find the determinant"),
    COMPUTATION("/v1/rank", rank_fields, rank, "Count the independent rows"),
    COMPUTATION("/v1/norm", norm_fields, norm, "Tell how large a matrix is"),
    COMPUTATION("/v1/inverse", one_matrix_fields, inverse, "Find the inverse"),
    COMPUTATION("/v1/solve", solve_fields, solve, "Solve a system of equations"),
    COMPUTATION("/v1/lu", one_matrix_fields, lu, "Factor into two triangles"),
    COMPUTATION("/v1/qr", one_matrix_fields, qr, "Factor into orthogonal and triangular"),
    COMPUTATION("/v1/cholesky", one_matrix_fields, cholesky,
                "Factor a positive definite matrix into a triangle and its transpose"),
    COMPUTATION("/v1/svd", one_matrix_fields, svd, "Find singular values and vectors"),
    COMPUTATION("/v1/eigen", one_matrix_fields, eigen, "Find eigenvalues and eigenvectors"),
    PAGE("/healthz", healthz, "Liveness"),
    PAGE("/readyz", readyz, "Readiness"),
    PAGE("/metrics", metrics, "Metrics for Prometheus"),
    PAGE("/openapi.yaml", specification, "The specification, for programs"),
    PAGE("/problems/{name}", problem_page, "What a problem means and how to mend it"),
    PAGE("/assets/{name}", asset, "A file that the pages load"),
    PAGE("/docs", docs_page, "The reference, for people"),
    PAGE("/", index_page, "The page: multiply, watch, practise"),
};
// clang-format on

const struct route *route_find(const char *path, const char **rest)
{
    *rest = "";
    for (size_t i = 0; i < COUNT(routes); i++) {
        size_t fixed = strcspn(routes[i].path, "{");
        bool open = routes[i].path[fixed] != '\0';

        if (strncmp(path, routes[i].path, fixed) != 0)
            continue;
        if (!open && path[fixed] == '\0')
            return &routes[i];
        if (open && path[fixed] != '\0' && !strchr(path + fixed, '/')) {
            *rest = path + fixed;
            return &routes[i];
        }
    }
    return NULL;
}

bool route_takes(const struct route *route, const char *method)
{
    if (route->use == ROUTE_OPERATION)
        return strcmp(method, "POST") == 0 || strcmp(method, "QUERY") == 0;
    return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
}

const char *route_methods(const struct route *route)
{
    if (!route)
        return "GET, HEAD, POST, QUERY, OPTIONS";
    return route->use == ROUTE_OPERATION ? "POST, QUERY, OPTIONS" : "GET, HEAD, OPTIONS";
}

size_t route_index(const struct route *route)
{
    return route ? (size_t)(route - routes) : COUNT(routes);
}

const char *const *route_labels(size_t *count)
{
    static const char *labels[COUNT(routes)];

    for (size_t i = 0; i < COUNT(routes); i++)
        labels[i] = routes[i].path;
    *count = COUNT(routes);
    return labels;
}
