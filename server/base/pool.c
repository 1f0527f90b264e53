#include "base/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/metrics.h"

/* Event threads must stay quick while every core computes. A nice value does that: the scheduler
 * gives a waking event thread the core at once, and about nine tenths of it while both want it.
 * SCHED_BATCH would only keep pool threads from pushing others aside, and leave them their full
 * share. */
#define NICER_BY 10
#define NICEST 19

/* A ring holds jobs with a panel that may begin now, by the one whose turn it is. There is one for
 * jobs that are cut into short panels and one for those that are not. */
enum { CUT, UNCUT, RINGS };

struct pool {
    pthread_mutex_t lock; /* guards what follows, and the pool's own members of every job */
    pthread_cond_t work;  /* there is a turn to take, or the end has come */
    struct pool_job *turns[RINGS];
    int last;             /* the ring that had the last turn */
    size_t uncut_running; /* panels */
    size_t jobs;
    bool ending;
    size_t count; /* of threads */
    pthread_t threads[];
};

/* --- The rings. The lock must be held. -------------------------------------------------------- */

static struct pool_job **ring_of(struct pool *pool, const struct pool_job *job)
{
    return &pool->turns[job->uncut ? UNCUT : CUT];
}

static size_t uncut_most(const struct pool *pool)
{
    return pool->count > 1 ? pool->count - 1 : 1;
}

static bool has_turn(const struct pool *pool, int ring)
{
    return pool->turns[ring] && (ring == CUT || pool->uncut_running < uncut_most(pool));
}

static bool any_turn(const struct pool *pool)
{
    return has_turn(pool, CUT) || has_turn(pool, UNCUT);
}

static bool may_begin(const struct pool_job *job)
{
    return !job->_cancelled && job->_next < job->allowed && job->_next < job->panels;
}

/* A job comes in last: behind everyone whose turn comes before the present one comes again. */
static void enqueue(struct pool *pool, struct pool_job *job)
{
    struct pool_job **turn = ring_of(pool, job);

    if (!*turn) {
        job->_before = job->_after = job;
        *turn = job;
    } else {
        job->_after = *turn;
        job->_before = (*turn)->_before;
        job->_before->_after = job;
        job->_after->_before = job;
    }
    job->_queued = true;
    pthread_cond_signal(&pool->work);
}

static void dequeue(struct pool *pool, struct pool_job *job)
{
    struct pool_job **turn = ring_of(pool, job);

    if (*turn == job)
        *turn = job->_after == job ? NULL : job->_after;
    job->_before->_after = job->_after;
    job->_after->_before = job->_before;
    job->_queued = false;
}

/* Takes the next panel of the job whose turn it is, and passes the turn on: round each ring, and
 * from one ring to the other. */
static struct pool_job *take_turn(struct pool *pool, size_t *panel)
{
    int ring = has_turn(pool, !pool->last) ? !pool->last : pool->last;
    struct pool_job *job = pool->turns[ring];

    *panel = job->_next++;
    job->_running++;
    pool->uncut_running += job->uncut;
    pool->last = ring;
    pool->turns[ring] = job->_after;
    if (!may_begin(job))
        dequeue(pool, job);
    if (any_turn(pool))
        pthread_cond_signal(&pool->work);
    return job;
}

/* A panel has run. One that waited because it can't be cut either may have its turn now. */
static void end_turn(struct pool *pool, struct pool_job *job)
{
    job->_running--;
    pool->uncut_running -= job->uncut;
    if (job->uncut && has_turn(pool, UNCUT))
        pthread_cond_signal(&pool->work);
}

/* Counts a job out once nothing of it is running or will run. Whoever gets true, and only one does,
 * calls `done`, having let go of the lock; afterwards the job may be gone. */
static bool finish(struct pool *pool, struct pool_job *job)
{
    if (job->_over || job->_running > 0 || (!job->_cancelled && job->_next < job->panels))
        return false;
    job->_over = true;
    pool->jobs--;
    metrics_gauge_add(METRIC_JOBS, -1);
    return true;
}

/* --- The threads ------------------------------------------------------------------------------ */

/* The lock is held wherever the ring or a job is looked at, and never while `run` or `done` is. One
 * thread that takes a turn wakes the next as long as there are turns (take_turn), so that no
 * wake-up is lost and none is for nothing. */
static void *worker(void *argument)
{
    struct pool *pool = argument;
    const id_t self = (id_t)gettid();
    const int nice = getpriority(PRIO_PROCESS, self) + NICER_BY;

    setpriority(PRIO_PROCESS, self, nice < NICEST ? nice : NICEST);
    pthread_setname_np(pthread_self(), "compute");

    pthread_mutex_lock(&pool->lock);
    for (;;) {
        struct pool_job *job;
        size_t panel;
        bool over;

        while (!any_turn(pool) && !pool->ending)
            pthread_cond_wait(&pool->work, &pool->lock);
        if (!any_turn(pool))
            break;
        job = take_turn(pool, &panel);

        pthread_mutex_unlock(&pool->lock);
        job->run(job->owner, panel);
        pthread_mutex_lock(&pool->lock);

        end_turn(pool, job);
        over = finish(pool, job);
        if (over) {
            pthread_mutex_unlock(&pool->lock);
            job->done(job->owner);
            pthread_mutex_lock(&pool->lock);
        }
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* Signals are for the thread that waits for them; these inherit a mask that blocks all. */
static void start_threads(struct pool *pool, size_t threads)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (pool->count < threads &&
           pthread_create(&pool->threads[pool->count], NULL, worker, pool) == 0)
        pool->count++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct pool *pool_start(size_t threads)
{
    struct pool *pool;
    size_t size;

    if (threads == 0 || __builtin_mul_overflow(threads, sizeof(pthread_t), &size) ||
        __builtin_add_overflow(size, sizeof *pool, &size))
        return NULL;
    pool = calloc(1, size);
    if (!pool)
        return NULL;

    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->work, NULL);
    start_threads(pool, threads);
    if (pool->count < threads) {
        pool_stop(pool);
        return NULL;
    }
    return pool;
}

void pool_stop(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->ending = true;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);

    for (size_t i = 0; i < pool->count; i++)
        pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

/* --- The owners' side ------------------------------------------------------------------------- */

void pool_submit(struct pool *pool, struct pool_job *job)
{
    bool over;

    pthread_mutex_lock(&pool->lock);
    pool->jobs++;
    metrics_gauge_add(METRIC_JOBS, 1);
    over = finish(pool, job);
    if (may_begin(job))
        enqueue(pool, job);
    pthread_mutex_unlock(&pool->lock);
    if (over)
        job->done(job->owner);
}

void pool_allow(struct pool *pool, struct pool_job *job, size_t allowed)
{
    pthread_mutex_lock(&pool->lock);
    if (allowed > job->allowed)
        job->allowed = allowed;
    if (!job->_queued && may_begin(job))
        enqueue(pool, job);
    pthread_mutex_unlock(&pool->lock);
}

void pool_cancel(struct pool *pool, struct pool_job *job)
{
    bool over;

    pthread_mutex_lock(&pool->lock);
    job->_cancelled = true;
    if (job->_queued)
        dequeue(pool, job);
    over = finish(pool, job);
    pthread_mutex_unlock(&pool->lock);
    if (over)
        job->done(job->owner);
}

size_t pool_jobs(struct pool *pool)
{
    size_t jobs;

    pthread_mutex_lock(&pool->lock);
    jobs = pool->jobs;
    pthread_mutex_unlock(&pool->lock);
    return jobs;
}
