/* The compute pool: a fixed set of threads of lower scheduling priority that run jobs panel by
 * panel. Jobs take turns, so that neither a second large one nor a small one starves. Panels that
 * take long and can't be cut (LAPACK's) never have all threads: one is left for the others, where
 * there is more than one.
 *
 * A job lies inside whoever owns it and must stay there until `done` has been called. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct pool;

struct pool_job {
    /* Runs panel number `panel`; several at once, begun in their order, each exactly once. */
    void (*run)(void *owner, size_t panel);
    /* Called once and outside of every lock, when no panel is running or will run: all have run, or
     * the job was cancelled. Mostly by a pool thread, but by pool_cancel or pool_submit where there
     * was nothing to wait for. The owner may free the job in it. */
    void (*done)(void *owner);
    void *owner;
    size_t panels;
    /* Panels below this number may run now; the owner raises it with pool_allow. Set it to `panels`
     * where there is nothing to wait for. */
    size_t allowed;
    /* Its panels can't be cut into short ones: see above. */
    bool uncut;

    /* The pool's own, zero at the start. */
    size_t _next;
    size_t _running;
    bool _cancelled;
    bool _queued;
    bool _over;
    struct pool_job *_before, *_after;
};

/* Starts `threads` threads (at least 1), with every signal blocked. NULL if that fails. */
struct pool *pool_start(size_t threads);

/* Hands a job over. Any thread, `run` and `done` of other jobs included; `done` may be called
 * before this returns. */
void pool_submit(struct pool *pool, struct pool_job *job);

/* Lets panels below `allowed` run; never lowers, and does nothing once the job is done. The job
 * must have been submitted, and its memory be there. Any thread, its own `run` included. */
void pool_allow(struct pool *pool, struct pool_job *job, size_t allowed);

/* Panels not yet begun will not run; `done` follows as soon as none is running (perhaps in this
 * very call). Does nothing on a job that is cancelled or done: so whoever cancels need only see to
 * it that its memory is there. The job must have been submitted. Any thread, its own `run`
 * included. */
void pool_cancel(struct pool *pool, struct pool_job *job);

/* How many jobs are waiting or running; one that is being told `done` is neither. */
size_t pool_jobs(struct pool *pool);

/* Ends the threads and frees the pool. Panels that may run still run first; no job may be left that
 * waits for pool_allow. Not from a pool thread. */
void pool_stop(struct pool *pool);

#endif
