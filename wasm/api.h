#pragma once

// The C border between the core and any host (a web worker, the native tests). Total functions: a bad handle or
// argument returns 0, -1 or an empty text and leaves a sentence in collapse_last_error(). Handles are checked indices.
// Texts are UTF-8 with an explicit length; blocks are float64. Pointers stay valid until the next call of the same
// function on the same handle (read them out at once; WebAssembly memory may grow and detach views).

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Version of this list of functions.
int32_t collapse_abi_version(void);

/// Memory for texts that go in.
void* collapse_alloc(int32_t bytes);
void collapse_free(void* memory);

/// Length of what the last collapse_text / collapse_block / collapse_ask / collapse_describe / collapse_edit /
/// collapse_last_error call returned: bytes of a text, numbers of a block.
int32_t collapse_length(void);

/// Makes an experiment from a spec (JSON). `table`: the data set the spec names, CSV text or a digits file, or length
/// 0. Runs [first_run, first_run + run_count); run_count -1: all. Returns a handle >= 1, or 0 with the error set.
int32_t collapse_create(const char* spec, int32_t spec_length, const char* table, int32_t table_length,
                        int32_t first_run, int32_t run_count);
void collapse_destroy(int32_t handle);

/// The largest /samples/n for which the real data of a spec suffice, whatever its own n: so many points or digits, or
/// tokens of the text, as the core itself counts them. `table` as in collapse_create. -1 with the error set.
int32_t collapse_most_samples(const char* spec, int32_t spec_length, const char* table, int32_t table_length);

/// At most `work` units (EM iterations, closed-form fits, minibatches). Returns generations completed by all runs, -1
/// on error.
int32_t collapse_advance(int32_t handle, int32_t work);

/// Whether all is computed: 0 not yet, 1 all generations are there, 2 all runs ended before the last one
/// (COLLAPSE_ENDED says why), -1 on error.
int32_t collapse_finished(int32_t handle);

enum collapse_block_kind {
  COLLAPSE_SCENE = 0,    // ()
  COLLAPSE_FRAME = 1,    // (run, generation)
  COLLAPSE_HISTORY = 2,  // (from, to)
  COLLAPSE_LINES = 3,    // (column, count, from, to)
  COLLAPSE_RIDGES = 4,   // (run, from, to)
  COLLAPSE_PROGRESS = 5  // (): the fit that is going on
};
const double* collapse_block(int32_t handle, int32_t kind, int32_t a, int32_t b, int32_t c, int32_t d);

enum collapse_text_kind {
  COLLAPSE_SPEC = 0,     // canonical spec
  COLLAPSE_CHANGES = 1,  // fields that differ from the defaults
  COLLAPSE_LAYOUT = 2,   // columns, laws, sections of the blocks
  COLLAPSE_HASH = 3,     // 16 hexadecimal digits
  COLLAPSE_SUMMARY = 4,  // (run, generation)
  COLLAPSE_CSV = 5,      // (every)
  COLLAPSE_SAVE = 6,     // bytes for collapse_load
  COLLAPSE_ENDED = 7     // why all runs ended early, to be said after a colon; empty where they have not
};
const char* collapse_text(int32_t handle, int32_t kind, int32_t a, int32_t b);

/// Answers a question about words in JSON by JSON, such as {"ask":"text","run":0,"generation":3}; length 0 with the
/// error set when it cannot. docs/spec.md lists the questions.
const char* collapse_ask(int32_t handle, const char* question, int32_t question_length);

int32_t collapse_load(const char* saved, int32_t saved_length, const char* table, int32_t table_length);

/// The schema of the spec (JSON).
const char* collapse_describe(void);

/// Applies edits, a JSON list of [pointer, text] pairs such as [["/samples/n","200"],["/model/kind","gmm"]], to a spec
/// and returns the canonical result; length 0 with the error set when it is not valid. No edits: checks and
/// canonicalises.
const char* collapse_edit(const char* spec, int32_t spec_length, const char* edits, int32_t edits_length);

/// What has to be at hand before a spec can be computed: {"module":"networks","data":"digits","name":"14"}, as in
/// collapse/needs.h. Every module can say this of every sound spec; length 0 with the error set for any other.
const char* collapse_needs(const char* spec, int32_t spec_length);

/// {"path":"/samples/n","message":"..."} of the last failed call; empty when the last call succeeded.
const char* collapse_last_error(void);

#ifdef __cplusplus
}
#endif
