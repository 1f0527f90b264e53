/* Operations that are one call of librowcol, which calls LAPACK: work of a single panel, which
 * nobody can cut or stop. What they do besides is the same for all. */
#ifndef API_DECOMPOSITION_H
#define API_DECOMPOSITION_H

#include <rowcol/shape.h>
#include <rowcol/status.h>
#include <stdbool.h>
#include <stddef.h>

#include "api/call.h"

/* An operation on the matrix of its first field. */
struct decomposition {
    const char *wanted; /* "singular values": what is found by iteration; NULL: nothing is */

    /* Multiply-adds, of the shape alone. */
    double (*cost)(rowcol_shape a);

    /* About how many doubles the library takes for a while, beside the answer. */
    double (*room)(rowcol_shape a);

    /* Computes the answer's numbers. By the pool: it sees to nothing else of the call.
     *
     * detail   receives where it failed, for `refuse`; 0 where that has nothing to tell. */
    rowcol_status (*compute)(struct call *call, size_t *detail);

    /* Sets the problem for a status that only this operation has, and returns true; false for any
     * other. NULL: it has none. */
    bool (*refuse)(struct call *call, rowcol_status status, size_t detail);
};

/* Plans it, once all numbers have been added to the answer: sets call->state and call->work.
 *
 * Returns false with the problem set where it is more than --max-multiply-adds, or there is no
 * memory. */
bool decompose(struct call *call, const struct decomposition *decomposition);

/* Sets work of that kind: one panel, which LAPACK is in.
 *
 * cost   multiply-adds. */
void decomposition_work(struct call *call, double cost,
                        void (*run)(struct call *call, size_t panel),
                        bool (*finish)(struct call *call));

/* A condition as the answer's numbers can tell it: the largest of them where it is beyond all. */
double decomposition_condition(const struct call *call, double condition);

/* Ends a call by what librowcol returned, once its operation has looked for statuses of its own:
 * judges the answer, or sets the problem.
 *
 * wanted, room   as in struct decomposition, for the refusals that they are for.
 *
 * Returns whether there is an answer. */
bool decomposition_settle(struct call *call, rowcol_status status, const char *wanted, double room);

#endif
