/* The one table of routes: dispatch, Allow, CORS methods and the metrics' labels come from it. */
#ifndef API_ROUTES_H
#define API_ROUTES_H

#include "api/call.h"
#include "formats/writer.h"

/* What a route takes: pages are fetched (GET, and HEAD with it); resources too, as the parameters
 * of their query say and in the form that Accept asks for; operations are posted (POST, and QUERY
 * with it: they are all pure). */
enum route_use { ROUTE_PAGE, ROUTE_RESOURCE, ROUTE_OPERATION };

struct route {
    const char *path; /* ends in {name} where anything may stand for it */
    enum route_use use;
    bool computes;              /* the common fields (call.h) are among them */
    const struct field *fields; /* of an operation's body, of a resource's query */
    size_t field_count;
    const struct writer_format *const *writers; /* what its answers can be had as; NULL: one form */
    bool (*handle)(struct call *call);          /* false: the problem is set */
    const char *summary;
};

/* The route for a path; NULL if there is none.
 *
 * rest   receives what stands for {name}, or "". */
const struct route *route_find(const char *path, const char **rest);

/* Whether the route takes this method (OPTIONS, which all take, apart). */
bool route_takes(const struct route *route, const char *method);

/* The methods for Allow and for preflights: "POST, QUERY, OPTIONS"; all there are for NULL. */
const char *route_methods(const struct route *route);

/* Its place in the table, for the metrics; and the labels there. */
size_t route_index(const struct route *route);
const char *const *route_labels(size_t *count);

#endif
