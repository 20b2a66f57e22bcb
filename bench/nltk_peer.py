# NLTK's interpolated Kneser-Ney model, fitted. It counts only; numbers of predecessors it looks up anew in every probability.
# Protocol of native.cpp.
import array
import pathlib
import sys
import time

from nltk.lm import KneserNeyInterpolated, Vocabulary
from nltk.util import everygrams

data = array.array("I", (pathlib.Path(sys.argv[1]) / "moby-dick.words").read_bytes())
for line in sys.stdin:
    _, count, times = line.split()
    words = [str(word) for word in data[: int(count)]]
    items, item = [], ["0"]
    for word in words:
        item.append(word)
        if word == "0":
            items.append(item)
            item = ["0"]
    if len(item) > 1:
        items.append(item)
    start = time.perf_counter()
    for _ in range(int(times)):
        model = KneserNeyInterpolated(3, vocabulary=Vocabulary(words, unk_cutoff=1))
        model.counts.update(list(everygrams(item, max_len=3)) for item in items)
    print((time.perf_counter() - start) * 1000, sum(len(row) for row in model.counts[3].values()), flush=True)
