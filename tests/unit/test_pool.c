/* The compute pool: each panel once, turns in order, one end for every job. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/pool.h"

#define PANELS 64

/* The order in which panels of several jobs ran: one character each. */
struct diary {
    pthread_mutex_t lock;
    size_t length;
    char text[1024];
};

/* A job that counts its panels, and may do something else in them. */
struct work {
    struct pool_job job;
    struct pool *pool;
    char name;
    struct diary *diary;
    void (*also)(struct work *work, size_t panel);
    sem_t *gate;        /* what `also` or `done` waits for or tells */
    struct work *other; /* what they submit */
    sem_t over;
    atomic_int ended;
    atomic_int begun;
    atomic_int runs[PANELS];
};

static void run(void *owner, size_t panel)
{
    struct work *work = owner;

    atomic_fetch_add(&work->begun, 1);
    atomic_fetch_add(&work->runs[panel], 1);
    if (work->diary) {
        pthread_mutex_lock(&work->diary->lock);
        work->diary->text[work->diary->length++] = work->name;
        pthread_mutex_unlock(&work->diary->lock);
    }
    if (work->also)
        work->also(work, panel);
}

static void done(void *owner)
{
    struct work *work = owner;

    atomic_fetch_add(&work->ended, 1);
    sem_post(&work->over);
}

static void prepare(struct work *work, struct pool *pool, size_t panels, size_t allowed)
{
    memset(work, 0, sizeof *work);
    work->pool = pool;
    work->job = (struct pool_job){.run = run,
                                  .done = done,
                                  .owner = work,
                                  .panels = panels,
                                  .allowed = allowed};
    sem_init(&work->over, 0, 0);
}

static void wait_for(sem_t *semaphore)
{
    while (sem_wait(semaphore) != 0)
        continue;
}

static void assert_ran_once(struct work *work, size_t from, size_t to)
{
    assert_int_equal(work->ended, 1);
    for (size_t i = from; i < to; i++)
        assert_int_equal(work->runs[i], 1);
    assert_int_equal(work->begun, to - from);
}

static void wait_at_gate(struct work *work, size_t panel)
{
    (void)panel;
    wait_for(work->gate);
}

/* Occupies a pool of one thread until the gate opens, so that what is submitted meanwhile waits
 * together. */
static void hold(struct work *work, struct pool *pool, sem_t *gate)
{
    sem_init(gate, 0, 0);
    prepare(work, pool, 1, 1);
    work->gate = gate;
    work->also = wait_at_gate;
    pool_submit(pool, &work->job);
    while (work->begun == 0)
        sched_yield();
}

static void every_panel_runs_once_whatever_the_number_of_threads(void **state)
{
    (void)state;
    for (size_t threads = 1; threads <= 4; threads++) {
        struct pool *pool = pool_start(threads);
        struct work works[8];

        for (size_t i = 0; i < 8; i++) {
            prepare(&works[i], pool, PANELS, PANELS);
            pool_submit(pool, &works[i].job);
        }
        for (size_t i = 0; i < 8; i++) {
            wait_for(&works[i].over);
            assert_ran_once(&works[i], 0, PANELS);
        }
        assert_int_equal(pool_jobs(pool), 0);
        pool_stop(pool);
    }
}

static void jobs_take_turns_panel_by_panel(void **state)
{
    struct pool *pool = pool_start(1);
    struct diary diary = {.lock = PTHREAD_MUTEX_INITIALIZER};
    struct work holder, works[3];
    sem_t gate;

    (void)state;
    hold(&holder, pool, &gate);
    for (size_t i = 0; i < 3; i++) {
        prepare(&works[i], pool, i == 1 ? 2 : 4, PANELS);
        works[i].diary = &diary;
        works[i].name = "abc"[i];
        pool_submit(pool, &works[i].job);
    }
    assert_int_equal(pool_jobs(pool), 4);
    sem_post(&gate);
    for (size_t i = 0; i < 3; i++)
        wait_for(&works[i].over);
    assert_string_equal(diary.text, "abcabcacac");
    pool_stop(pool);
}

static void submit_small(struct work *large, size_t panel)
{
    if (panel == 2)
        pool_submit(large->pool, &large->other->job);
}

static void a_small_job_does_not_wait_for_a_large_one(void **state)
{
    struct pool *pool = pool_start(1);
    struct diary diary = {.lock = PTHREAD_MUTEX_INITIALIZER};
    struct work large, small;

    (void)state;
    prepare(&small, pool, 1, 1);
    prepare(&large, pool, 8, 8);
    small.diary = large.diary = &diary;
    small.name = 's';
    large.name = 'L';
    large.also = submit_small;
    large.other = &small;
    pool_submit(pool, &large.job);
    wait_for(&small.over);
    wait_for(&large.over);
    assert_string_equal(diary.text, "LLLLsLLLL");
    pool_stop(pool);
}

/* Runs one job after everything that may run now, on a pool of one thread. */
static void run_fence(struct pool *pool)
{
    struct work fence;

    prepare(&fence, pool, 4, 4);
    pool_submit(pool, &fence.job);
    wait_for(&fence.over);
}

static void only_allowed_panels_run(void **state)
{
    struct pool *pool = pool_start(1);
    struct work work;

    (void)state;
    prepare(&work, pool, 6, 2);
    pool_submit(pool, &work.job);
    run_fence(pool);
    assert_int_equal(work.begun, 2);
    pool_allow(pool, &work.job, 1);
    run_fence(pool);
    assert_int_equal(work.begun, 2);
    pool_allow(pool, &work.job, 5);
    run_fence(pool);
    run_fence(pool);
    assert_int_equal(work.begun, 5);
    assert_int_equal(work.ended, 0);
    assert_int_equal(pool_jobs(pool), 1);
    pool_allow(pool, &work.job, 100);
    wait_for(&work.over);
    assert_ran_once(&work, 0, 6);
    pool_allow(pool, &work.job, 1000);
    pool_stop(pool);
}

static void what_is_allowed_stays_allowed(void **state)
{
    struct pool *pool = pool_start(1);
    struct work holder, work;
    sem_t gate;

    (void)state;
    hold(&holder, pool, &gate);
    prepare(&work, pool, 4, 4);
    pool_submit(pool, &work.job);
    pool_allow(pool, &work.job, 1);
    sem_post(&gate);
    wait_for(&holder.over);
    run_fence(pool);
    assert_int_equal(work.begun, 4);
    wait_for(&work.over);
    pool_stop(pool);
}

static void allow_next(struct work *work, size_t panel)
{
    pool_allow(work->pool, &work->job, panel + 2);
}

static void a_job_may_allow_its_own_next_panel(void **state)
{
    struct pool *pool = pool_start(2);
    struct work work;

    (void)state;
    prepare(&work, pool, PANELS, 1);
    work.also = allow_next;
    pool_submit(pool, &work.job);
    wait_for(&work.over);
    assert_ran_once(&work, 0, PANELS);
    pool_stop(pool);
}

static void a_job_without_panels_is_done_at_once(void **state)
{
    struct pool *pool = pool_start(1);
    struct work work;

    (void)state;
    prepare(&work, pool, 0, 0);
    pool_submit(pool, &work.job);
    assert_int_equal(work.ended, 1);
    assert_int_equal(pool_jobs(pool), 0);
    pool_stop(pool);
}

static void a_job_that_has_not_begun_is_cancelled_at_once(void **state)
{
    struct pool *pool = pool_start(1);
    struct work holder, work;
    sem_t gate;

    (void)state;
    hold(&holder, pool, &gate);
    prepare(&work, pool, 3, 3);
    pool_submit(pool, &work.job);
    pool_cancel(pool, &work.job);
    assert_int_equal(work.ended, 1);
    pool_cancel(pool, &work.job);
    pool_allow(pool, &work.job, 3);
    assert_int_equal(pool_jobs(pool), 1);
    sem_post(&gate);
    wait_for(&holder.over);
    run_fence(pool);
    assert_int_equal(work.ended, 1);
    assert_int_equal(work.begun, 0);
    pool_stop(pool);
}

static void a_cancelled_job_ends_when_its_running_panel_has(void **state)
{
    struct pool *pool = pool_start(1);
    struct work work;
    sem_t gate;

    (void)state;
    sem_init(&gate, 0, 0);
    prepare(&work, pool, 3, 3);
    work.also = wait_at_gate;
    work.gate = &gate;
    pool_submit(pool, &work.job);
    while (work.begun == 0)
        sched_yield();
    pool_cancel(pool, &work.job);
    pool_cancel(pool, &work.job);
    assert_int_equal(work.ended, 0);
    assert_int_equal(pool_jobs(pool), 1);
    sem_post(&gate);
    wait_for(&work.over);
    run_fence(pool);
    assert_ran_once(&work, 0, 1);
    pool_stop(pool);
}

static void a_waiting_job_can_be_cancelled(void **state)
{
    struct pool *pool = pool_start(1);
    struct work work;

    (void)state;
    prepare(&work, pool, 3, 1);
    pool_submit(pool, &work.job);
    run_fence(pool);
    pool_cancel(pool, &work.job);
    assert_ran_once(&work, 0, 1);
    pool_stop(pool);
}

static void cancel_own(struct work *work, size_t panel)
{
    if (panel == 1)
        pool_cancel(work->pool, &work->job);
}

static void a_job_may_cancel_itself(void **state)
{
    struct pool *pool = pool_start(1);
    struct work work;

    (void)state;
    prepare(&work, pool, 5, 5);
    work.also = cancel_own;
    pool_submit(pool, &work.job);
    wait_for(&work.over);
    assert_ran_once(&work, 0, 2);
    pool_stop(pool);
}

static void cancelling_what_is_done_does_nothing(void **state)
{
    struct pool *pool = pool_start(1);
    struct work work;

    (void)state;
    prepare(&work, pool, 2, 2);
    pool_submit(pool, &work.job);
    wait_for(&work.over);
    pool_cancel(pool, &work.job);
    assert_ran_once(&work, 0, 2);
    assert_int_equal(pool_jobs(pool), 0);
    pool_stop(pool);
}

static void free_and_tell(void *owner)
{
    struct work *work = owner;
    sem_t *gate = work->gate;

    free(work);
    sem_post(gate);
}

static void the_owner_may_free_the_job_when_it_is_done(void **state)
{
    struct pool *pool = pool_start(2);
    sem_t gate;

    (void)state;
    sem_init(&gate, 0, 0);
    for (size_t i = 0; i < 100; i++) {
        struct work *work = malloc(sizeof *work);

        assert_non_null(work);
        prepare(work, pool, 3, 3);
        work->gate = &gate;
        work->job.done = free_and_tell;
        pool_submit(pool, &work->job);
    }
    for (size_t i = 0; i < 100; i++)
        wait_for(&gate);
    pool_stop(pool);
}

static void submit_other(void *owner)
{
    struct work *work = owner;

    pool_submit(work->pool, &work->other->job);
    done(owner);
}

static void one_job_may_submit_the_next_when_it_is_done(void **state)
{
    struct pool *pool = pool_start(1);
    struct work first, second;

    (void)state;
    prepare(&first, pool, 1, 1);
    prepare(&second, pool, 2, 2);
    first.job.done = submit_other;
    first.other = &second;
    pool_submit(pool, &first.job);
    wait_for(&first.over);
    wait_for(&second.over);
    assert_ran_once(&second, 0, 2);
    pool_stop(pool);
}

static void stopping_lets_what_may_run_end(void **state)
{
    struct pool *pool = pool_start(2);
    struct work works[4];

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        prepare(&works[i], pool, PANELS, PANELS);
        pool_submit(pool, &works[i].job);
    }
    pool_stop(pool);
    for (size_t i = 0; i < 4; i++)
        assert_ran_once(&works[i], 0, PANELS);
}

static atomic_int seen_nice;
static atomic_int seen_blocked;

static void look_around(struct work *work, size_t panel)
{
    sigset_t blocked;

    (void)work;
    (void)panel;
    pthread_sigmask(SIG_BLOCK, NULL, &blocked);
    seen_blocked = sigismember(&blocked, SIGTERM) && sigismember(&blocked, SIGINT) &&
                   sigismember(&blocked, SIGUSR1);
    seen_nice = getpriority(PRIO_PROCESS, (id_t)gettid());
}

static void its_threads_stand_back_and_take_no_signals(void **state)
{
    struct pool *pool = pool_start(1);
    struct work work;
    sigset_t blocked;

    (void)state;
    prepare(&work, pool, 1, 1);
    work.also = look_around;
    pool_submit(pool, &work.job);
    wait_for(&work.over);
    assert_true(seen_blocked);
    assert_true(seen_nice > getpriority(PRIO_PROCESS, (id_t)gettid()) || seen_nice == 19);
    pthread_sigmask(SIG_BLOCK, NULL, &blocked);
    assert_false(sigismember(&blocked, SIGTERM));
    pool_stop(pool);
}

static void a_pool_wants_a_thread(void **state)
{
    (void)state;
    assert_null(pool_start(0));
}

/* Submits jobs one after another, with windows, and cancels every third of them somewhere on its
 * way. */
static void what_cannot_be_cut_leaves_a_thread_to_the_others(void **state)
{
    struct pool *pool = pool_start(2);
    struct work first, second, other;
    sem_t gate;

    (void)state;
    sem_init(&gate, 0, 0);
    prepare(&first, pool, 2, 2);
    prepare(&second, pool, 1, 1);
    prepare(&other, pool, PANELS, PANELS);
    first.job.uncut = second.job.uncut = true;
    first.gate = &gate;
    first.also = wait_at_gate;
    pool_submit(pool, &first.job);
    pool_submit(pool, &second.job);
    while (first.begun + second.begun == 0)
        sched_yield();
    pool_submit(pool, &other.job);
    wait_for(&other.over);
    assert_ran_once(&other, 0, PANELS);
    assert_int_equal(first.begun + second.begun, 1);

    sem_post(&gate);
    sem_post(&gate);
    wait_for(&first.over);
    wait_for(&second.over);
    assert_ran_once(&first, 0, 2);
    assert_ran_once(&second, 0, 1);
    pool_stop(pool);
}

static void what_cannot_be_cut_runs_on_a_lone_thread_in_turn_with_the_others(void **state)
{
    struct pool *pool = pool_start(1);
    struct diary diary = {.lock = PTHREAD_MUTEX_INITIALIZER};
    struct work holder, uncut, other;
    sem_t gate;

    (void)state;
    hold(&holder, pool, &gate);
    prepare(&uncut, pool, 2, 2);
    prepare(&other, pool, 3, 3);
    uncut.job.uncut = true;
    uncut.name = 'u';
    other.name = 'o';
    uncut.diary = other.diary = &diary;
    pool_submit(pool, &other.job);
    pool_submit(pool, &uncut.job);
    sem_post(&gate);
    wait_for(&uncut.over);
    wait_for(&other.over);
    wait_for(&holder.over);
    assert_string_equal(diary.text, "uouoo");
    pool_stop(pool);
}

static void *customer(void *pool)
{
    for (size_t i = 0; i < 300; i++) {
        struct work work;
        size_t panels = i % 17;

        prepare(&work, pool, panels, 1);
        pool_submit(pool, &work.job);
        for (size_t allowed = 2; allowed <= panels; allowed++) {
            if (i % 3 == 0 && allowed == panels / 2)
                pool_cancel(pool, &work.job);
            pool_allow(pool, &work.job, allowed);
        }
        wait_for(&work.over);
        if (work.ended != 1 || (i % 3 != 0 && (size_t)work.begun != panels))
            return "a job was not run as it should be";
    }
    return NULL;
}

static void many_customers_at_once_are_served(void **state)
{
    enum { CUSTOMERS = 6 };
    struct pool *pool = pool_start(3);
    pthread_t threads[CUSTOMERS];

    (void)state;
    for (size_t i = 0; i < CUSTOMERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, customer, pool), 0);
    for (size_t i = 0; i < CUSTOMERS; i++) {
        void *complaint = NULL;

        pthread_join(threads[i], &complaint);
        assert_null(complaint);
    }
    assert_int_equal(pool_jobs(pool), 0);
    pool_stop(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_panel_runs_once_whatever_the_number_of_threads),
        cmocka_unit_test(jobs_take_turns_panel_by_panel),
        cmocka_unit_test(a_small_job_does_not_wait_for_a_large_one),
        cmocka_unit_test(only_allowed_panels_run),
        cmocka_unit_test(what_is_allowed_stays_allowed),
        cmocka_unit_test(a_job_may_allow_its_own_next_panel),
        cmocka_unit_test(a_job_without_panels_is_done_at_once),
        cmocka_unit_test(a_job_that_has_not_begun_is_cancelled_at_once),
        cmocka_unit_test(a_cancelled_job_ends_when_its_running_panel_has),
        cmocka_unit_test(a_waiting_job_can_be_cancelled),
        cmocka_unit_test(a_job_may_cancel_itself),
        cmocka_unit_test(cancelling_what_is_done_does_nothing),
        cmocka_unit_test(the_owner_may_free_the_job_when_it_is_done),
        cmocka_unit_test(one_job_may_submit_the_next_when_it_is_done),
        cmocka_unit_test(stopping_lets_what_may_run_end),
        cmocka_unit_test(its_threads_stand_back_and_take_no_signals),
        cmocka_unit_test(a_pool_wants_a_thread),
        cmocka_unit_test(what_cannot_be_cut_leaves_a_thread_to_the_others),
        cmocka_unit_test(what_cannot_be_cut_runs_on_a_lone_thread_in_turn_with_the_others),
        cmocka_unit_test(many_customers_at_once_are_served),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
