/* The bounds of the server that are no options, each with its reason. (Options: options.c. The room
 * of one structure or text stands with it.) */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include <stddef.h>

/* Levels of nesting in a JSON body: far beyond any request, and 125 bytes of state. */
#define LIMIT_NESTING 1000

/* Rows or columns: up to here, 2^53 - 1, no two whole numbers are read as the same double. */
#define LIMIT_DIMENSION 9007199254740991.0

/* Text of one member that is not a matrix, such as `shapes`: thousands of shapes, no more. */
#define LIMIT_MEMBER_TEXT (64 * 1024)

/* Matrices in a list: the factors of a chain. */
#define LIMIT_MATRICES 100

/* The headers of a part of a form: a name, a file's name of at most 255 characters, a type. */
#define LIMIT_PART_HEADERS 4096

/* Characters of a member's name that are kept; no name of ours is near it. */
#define LIMIT_MEMBER_NAME 128

/* A .npy file's header: what numpy.load reads at most (numpy.lib.format's max_header_size). */
#define LIMIT_NPY_HEADER 10000

/* A problem's document: its detail and pointer fully escaped are some 6 KiB, its members small. */
#define LIMIT_PROBLEM ((size_t)64 * 1024)

/* Memory of one connection in libmicrohttpd, which clears it one and a half times for every
 * request: with 256 KiB that is half of a small request's CPU time, with 64 KiB a tenth, and more
 * where it does not fit into the cache (64 connections, 1 MiB). Less could not hold a header that
 * is to be refused by us. A body is read into half of it at first, and then into nearly all that
 * the header has left (INCREMENT in http/server.c). */
#define LIMIT_CONNECTION_MEMORY (48 * 1024)

/* A header, request line included: what browsers and proxies allow. */
#define LIMIT_HEADER (32 * 1024)

/* A request's target. */
#define LIMIT_TARGET (8 * 1024)

/* How much of a refused body is read and dropped, so that its sender can read the answer; and how
 * long, in milliseconds. */
#define LIMIT_DISCARD (64ull * 1024 * 1024)
#define LIMIT_DISCARD_MS 10000

/* How long a connection may stay open without a request, as browsers and proxies keep them. */
#define LIMIT_IDLE_MS 75000

/* The span over which --min-rate is asked for. */
#define LIMIT_RATE_MS 10000

/* How long a connection that has been told to go may still read its answer. */
#define LIMIT_LINGER_MS 1000

/* Work up to here is done in the event thread: about 100 us, ten times what a suspension costs. */
#define LIMIT_INLINE_MULTIPLY_ADDS 2e6
#define LIMIT_INLINE_ENTRIES 4096

/* Entries in one block of streamed text: about 150 KiB of 17-digit numbers, small enough to wait
 * for, large enough for one write. */
#define LIMIT_BLOCK_ENTRIES 8192

/* Names and small documents around an answer's matrices: no answer comes near it. */
#define LIMIT_ANSWER_TEXT ((size_t)8 * 1024 * 1024)

/* A body from this length on is read by the pool while more of it arrives: below, waking a thread
 * costs more than the second core gives. */
#define LIMIT_INLINE_BODY (256 * 1024)

/* The blocks that such a body is handed over in, and how many there are of them for a request: some
 * 60 us of reading each, so that waking a thread does not show, and few enough to stay in the
 * cache. */
#define LIMIT_INPUT_BLOCK (64 * 1024)
#define LIMIT_INPUT_BLOCKS 8

/* Answers from this length on are packed for those who take them so: below, the headers that say so
 * cost as much as is saved. Up to the other it takes no more than some 100 us, and is done in the
 * event thread. */
#define LIMIT_PACK_LEAST ((size_t)1024)
#define LIMIT_INLINE_PACK ((size_t)16 * 1024)

/* What a packed body is unpacked into before it is read: as much as a reader takes at once. */
#define LIMIT_UNPACKED (64 * 1024)

/* Terms of an explanation's sums: more than anybody reads. Where entries are asked for by name, a
 * few of a large product are enough, so that long sums may be among them. */
#define LIMIT_EXPLAIN_TERMS ((size_t)10000)
#define LIMIT_EXPLAIN_TERMS_ASKED ((size_t)50000)

/* What the text of one term takes, as so many multiplications with an addition (about 100 ns). */
#define LIMIT_EXPLAIN_TERM_COST 2500.0

/* What a multiplication with an addition takes in a small call of LAPACK (about 1 ns), as so many
 * of a product's. */
#define LIMIT_LAPACK_COST 20.0

/* What an entry takes in a norm (about 1 ns), in the same unit. */
#define LIMIT_NORM_ENTRY_COST 20.0

/* A lesson's text: the longest explanation is some 20 MiB of MathML. */
#define LIMIT_LESSON ((size_t)32 * 1024 * 1024)

/* Blocks of text that are ready or being made ahead of the socket, for each answer. */
#define LIMIT_BLOCKS_AHEAD 4

/* Descriptors kept back from --max-connections: listener, epolls, log, and connections that are
 * only told that the server is full. */
#define LIMIT_DESCRIPTOR_RESERVE 64

/* The blocks that a product is cut into. About 10 ms of one core each (some 25e9 multiply-adds a
 * second), so that jobs take turns quickly; and not below a few rows, since every block packs its
 * operands anew. */
#define LIMIT_PANEL_MULTIPLY_ADDS 2.5e8
#define LIMIT_PANEL_ROWS 256
#define LIMIT_PANEL_ROWS_LEAST 16
#define LIMIT_PANEL_COLUMNS 1024

/* The same where entries are not worth more than a few operations each: less than 1 ms. */
#define LIMIT_PANEL_ENTRIES ((size_t)LIMIT_PANEL_ROWS * LIMIT_PANEL_COLUMNS)

/* Wrong blocks of products after which the server is no longer ready: one may be a bit that
 * flipped, of which a machine has a few a year; three are a machine that should be looked at. */
#define LIMIT_BLOCKS_WRONG 3

/* A line of the log, and one text within it once it is escaped: a target in full is seldom longer,
 * and a line of the longest texts still holds them all. */
#define LIMIT_LOG_LINE (16 * 1024)
#define LIMIT_LOG_TEXT 1024

/* Lines that wait to be written: a few hundred. */
#define LIMIT_LOG_WAITING (64 * 1024)

/* Routes that metrics have room for: twice those of the whole interface. */
#define LIMIT_ROUTES 80

/* What --help prints: a line for each option, some 2 KiB in all. */
#define LIMIT_HELP ((size_t)16 * 1024)

/* A page or the specification. */
#define LIMIT_PAGE (1024 * 1024)

#endif
