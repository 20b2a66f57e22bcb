"""Packs a file as .lzma, which web/src/worker/unpack.ts reads: python3 pack.py INPUT OUTPUT

The page waits for every byte of its module, and LZMA makes it a tenth smaller than gzip does.
"""
import lzma
import sys

source, target = sys.argv[1:]
with open(source, "rb") as file:
    data = file.read()
filters = [
    {
        "id": lzma.FILTER_LZMA1,
        "preset": 9 | lzma.PRESET_EXTREME,
        "lc": 3,  # literals are predicted from three bits of the byte before them
        "lp": 0,  # and from nothing of their position: WebAssembly is not aligned
        "pb": 0,
        "dict_size": 1 << 20,
        "nice_len": 273,
        "depth": 1000,
    }
]
packed = lzma.compress(data, format=lzma.FORMAT_ALONE, filters=filters)
# The encoder leaves the length open; stating it (bytes 5 to 12) spares the reader a growing buffer.
packed = packed[:5] + len(data).to_bytes(8, "little") + packed[13:]
with open(target, "wb") as file:
    file.write(packed)
