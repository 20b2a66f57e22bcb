// Rules of text and the models that learn it.

#include "spec/json.h"
#include "spec/manifest.h"
#include "spec/rules.h"

namespace collapse::spec {

std::optional<Error> broken_text_rule(const Spec& spec) {
  const auto& model = spec.model;
  const auto& source = spec.source;
  if (data_type(source.kind) == DataType::tokens) {
    if (source.tokens == TokenKind::characters && source.vocabulary != 0)
      return Error{"/source/vocabulary", "Characters are all kept, so the vocabulary must be 0, but is " +
                                             std::to_string(source.vocabulary) + "."};
    if (source.tokens == TokenKind::byte_pairs && source.vocabulary != 0 &&
        (source.vocabulary < 64 || source.vocabulary > 4096))
      return Error{"/source/vocabulary", "A vocabulary of byte pairs must be 0 or from 64 to 4096, but is " +
                                             std::to_string(source.vocabulary) + "."};
  }
  if (model.kind == ModelKind::vae && model.start == StartKind::pretrained)
    return Error{
        "/model/start",
        "An autoencoder starts \"fresh\" or from the \"previous\" one; only a transformer can be \"pretrained\"."};
  if (model.kind != ModelKind::transformer) return {};
  if (model.width % model.heads != 0)
    return Error{"/model/width", "The width must be a multiple of the " + std::to_string(model.heads) +
                                     " heads, but is " + std::to_string(model.width) + "."};
  if (2 * model.prompt > model.context)
    return Error{"/model/prompt", "The prompt and what is written after it must fit into the context of " +
                                      std::to_string(model.context) + " tokens, so the prompt may have at most " +
                                      std::to_string(model.context / 2) + ", but has " + std::to_string(model.prompt) +
                                      "."};
  const bool names = spec.source.kind == SourceKind::corpus && spec.source.corpus == CorpusName::names;
  if (names && model.prompt > 0)
    return Error{"/model/prompt",
                 "Names are written freely, so the prompt must be 0, but is " + std::to_string(model.prompt) + "."};
  if (model.decoding == DecodingKind::beam && model.prompt == 0)
    return Error{
        "/model/decoding",
        names ? "Names are written freely, and a beam search without a prompt always finds the same one; the decoding "
                "must be \"sample\"."
              : "A beam search without a prompt always finds the same text; give it a prompt of at least 1 token."};
  const bool biased = model.top_k != 0 || model.top_p < 1 || model.temperature != 1;
  if (model.decoding == DecodingKind::beam && biased)
    return Error{"/model/decoding", "A beam search does not draw, so temperature and top p must be 1 and top k 0."};
  return {};
}

}  // namespace collapse::spec
