"""Probabilities of n-grams for tests/core/models/ngram_reference_test.cpp; writes tests/core/models/ngram_table.inc.

    /usr/bin/python3 tests/reference/ngram_reference.py > tests/core/models/ngram_table.inc

Exact fractions, straight from the formulas: absolute discounting (Ney, Essen, Kneser 1994), Kneser and Ney (1995), Witten and Bell
(1991), each interpolated and with back-off, and Lidstone's additive smoothing, in the notation of Chen and Goodman (1999), ending in the
uniform distribution. Where NLTK computes the same (Debian's python3-nltk: interpolated, from order 2 on; its own unigrams replaced by
ours, which are smoothed) the two are compared first. Made with NLTK 3.8.
"""

import sys
from collections import defaultdict
from fractions import Fraction

from nltk.lm import AbsoluteDiscountingInterpolated, KneserNeyInterpolated, Lidstone, Vocabulary, WittenBellInterpolated

# The beginning of Melville's "Moby-Dick" (1851), and some of its words in another order.
LEARNT = """call me ishmael .
some years ago never mind how long precisely having little or no money in my purse , and nothing particular to interest me on shore , i thought i would sail about a little and see the watery part of the world .
it is a way i have of driving off the spleen , and regulating the circulation .
whenever i find myself growing grim about the mouth ; whenever it is a damp , drizzly november in my soul ; whenever i find myself involuntarily pausing before coffin warehouses , and bringing up the rear of every funeral i meet ; then , i account it high time to get to sea as soon as i can .
this is my substitute for pistol and ball .
there is nothing surprising in this ."""
READ = """call it the sea .
whenever i find nothing in my purse , i thought i would sail about the world .
some whale there is a way , and the whale
i find myself growing little in this"""
BOUNDARY = 0
DISCOUNT, ALPHA = Fraction(3, 4), Fraction(1, 8)
SMOOTHINGS = ["none", "absolute_discounting", "kneser_ney", "witten_bell", "add_alpha"]

numbers = {}
learnt = [[numbers.setdefault(word, len(numbers) + 1) for word in line.split()] + [BOUNDARY] for line in LEARNT.split("\n")]
numbers["whale"] = len(numbers) + 1
read = [[numbers[word] for word in line.split()] for line in READ.split("\n")]
for item in read[:2]:
    item.append(BOUNDARY)
V = len(numbers) + 1


def ngrams(order):
    """(context, token) with each context length that there is, up to order - 1; one boundary before an item."""
    for item in learnt:
        line = [BOUNDARY] + item
        for j in range(1, len(line)):
            for length in range(min(j, order - 1) + 1):
                yield tuple(line[j - length : j]), line[j]


class Model:
    def __init__(self, order, smoothing, backoff):
        self.order, self.smoothing, self.backoff = order, smoothing, backoff
        self.counts = defaultdict(lambda: defaultdict(int))
        for context, token in ngrams(order):
            self.counts[context][token] += 1
        if smoothing == "kneser_ney":
            before = defaultdict(lambda: defaultdict(set))
            for context, token in ngrams(order):
                if context:
                    before[context[1:]][token].add(context[0])
            for context in self.counts:
                if len(context) < order - 1 and context[:1] != (BOUNDARY,):
                    for token in self.counts[context]:
                        self.counts[context][token] = len(before[context][token])
        self.memory = {}

    def __call__(self, context):
        """The distribution behind a context."""
        if self.smoothing == "none":
            while context not in self.counts:
                context = context[1:]
            total = sum(self.counts[context].values())
            return [Fraction(self.counts[context].get(w, 0), total) for w in range(V)]
        if self.smoothing == "add_alpha":
            row = self.counts.get(context, {})
            return [(row.get(w, 0) + ALPHA) / (sum(row.values()) + ALPHA * V) for w in range(V)]
        return self.smooth(context)

    def smooth(self, context):
        if context in self.memory:
            return self.memory[context]
        lower = self.smooth(context[1:]) if context else [Fraction(1, V)] * V
        if context not in self.counts:
            return lower
        row = self.counts[context]
        total, types = sum(row.values()), len(row)
        if self.smoothing == "witten_bell":
            own = {w: Fraction(c, total + types) for w, c in row.items()}
        else:
            own = {w: (c - DISCOUNT) / total for w, c in row.items()}
        left = 1 - sum(own.values())
        if self.backoff:
            factor = left / sum(p for w, p in enumerate(lower) if w not in own)
            result = [own.get(w, factor * lower[w]) for w in range(V)]
        else:
            result = [own.get(w, 0) + left * lower[w] for w in range(V)]
        assert sum(result) == 1
        self.memory[context] = result
        return result


def contexts(order):
    for item in read:
        line = [BOUNDARY] + item
        for j in range(1, len(line)):
            yield tuple(line[max(0, j - order + 1) : j]), line[j]


def compare(order, smoothing, model):
    """With NLTK; returns how many probabilities."""
    # NLTK's vocabulary has a label for unknown words besides its own: it stands for the one that the text has not.
    words = Vocabulary([str(w) for w in range(V - 1)], unk_cutoff=1, unk_label=str(V - 1))
    theirs = {
        "absolute_discounting": lambda: AbsoluteDiscountingInterpolated(order, discount=float(DISCOUNT), vocabulary=words),
        "kneser_ney": lambda: KneserNeyInterpolated(order, discount=float(DISCOUNT), vocabulary=words),
        "witten_bell": lambda: WittenBellInterpolated(order, vocabulary=words),
        "add_alpha": lambda: Lidstone(float(ALPHA), order, vocabulary=words),
    }[smoothing]()
    assert len(theirs.vocab) == V
    theirs.counts.update([[tuple(map(str, context + (token,))) for context, token in ngrams(order)]])
    if smoothing != "add_alpha":
        unigrams = model(())
        theirs.estimator.unigram_score = lambda word: float(unigrams[int(word)])
    count = 0
    for context, _ in contexts(order):
        # NLTK has no counts of predecessors for a beginning that is shorter than the order.
        if smoothing == "kneser_ney" and len(context) < order - 1:
            continue
        expected = model(context)
        for w in range(V):
            score = theirs.unmasked_score(str(w), tuple(map(str, context)))
            assert abs(score - float(expected[w])) < 1e-14, (order, smoothing, context, w)
            count += 1
    return count


def rows(items):
    return "{" + ", ".join("{" + ", ".join(map(str, item)) + "}" for item in items) + "}"


print("// Written by tests/reference/ngram_reference.py; change that, not this.")
print(f"const std::vector<test::Tokens> kLearnt = {rows(learnt)};")
print(f"const std::vector<test::Tokens> kRead = {rows(read)};")
print(f"constexpr std::size_t kVocabulary = {V};")
print(f"constexpr double kDiscount = {float(DISCOUNT)}, kAlpha = {float(ALPHA)};")
print("const std::vector<Case> kCases = {")
compared = 0
for order in (1, 2, 3, 4):
    for smoothing in SMOOTHINGS:
        for backoff in (False, True):
            if backoff and smoothing in ("none", "add_alpha"):
                continue
            model = Model(order, smoothing, backoff)
            if not backoff and order > 1 and smoothing != "none":
                compared += compare(order, smoothing, model)
            values = ", ".join(repr(float(model(context)[token])) for context, token in contexts(order))
            lower = "backoff" if backoff else "interpolated"
            print(f"    {{{order}, SmoothingKind::{smoothing}, LowerOrdersKind::{lower}, {{{values}}}}},")
print("};")
print(f"{compared} probabilities are NLTK's, to 1e-14", file=sys.stderr)
