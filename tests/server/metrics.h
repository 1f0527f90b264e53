/* What the server counts, as /metrics tells it. */
#ifndef SERVER_METRICS_H
#define SERVER_METRICS_H

#include "process.h"

/* The sum of all samples whose line begins with this: a name, or a name with the first of its
 * labels ("rowcol_requests_total{route=\"/v1/multiply\""). A name that is not there fails the
 * test; labels that are not there yet count as 0. */
double metric(const struct server *server, const char *beginning);

#endif
