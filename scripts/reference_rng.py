"""Reference values for tests/test_rng.c, from numpy.random (Debian python3-numpy).

Prints C initialisers. The values of PCG32 come from reference_rng.cpp: its arguments for
the stream keys and seeds below, hashed here by NumPy, are printed at the end.
"""
import struct

import numpy as np

TEST_SET, BOOTSTRAP = 1, 2
MAX = 2**64 - 1


def hash_of(text):
    """64-bit FNV-1a"""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


# seed, purpose, difficulty, test_size, parameters, replicate, task
KEYS = [
    (0, TEST_SET, 0, 0, 0.0, 0, 0),
    (20250101, TEST_SET, 5, 100, 1e7, 3, hash_of("sequence")),
    (20250101, BOOTSTRAP, 5, 100, 1e7, 3, hash_of("sequence")),
    (1 << 32, TEST_SET, 2 << 32, 3 << 32, -1.5, 4 << 32, 5 << 32),
    (MAX, BOOTSTRAP, MAX - 1, MAX - 2, float("inf"), MAX - 3, MAX - 4),
]
SEEDS = [0, 42, 0x123456789ABCDEF0]
STATES = [  # state, increment
    (0, 1),
    (0x0123456789ABCDEFFEDCBA9876543210, 0xDEADBEEFCAFEF00DDEADBEEFCAFEF00D),
    (2**128 - 1, 2**128 - 1),
]
STEPS = [0, 1, 2, 1000003, 2**64 - 1, 2**64, 0x9E3779B97F4A7C15F39CC0605CEDC835,
         2**128 - 1]


def u64(*values):
    return ", ".join(f"UINT64_C(0x{int(v):016x})" for v in values)


def halves(value):
    return u64(value >> 64, value & MAX)


def words(key):
    return [int(w) for w in struct.unpack("<13I", struct.pack("<QIQQdQQ", *key))]


def set_state(generator, state, increment):
    generator.state = {"bit_generator": "PCG64DXSM", "has_uint32": 0, "uinteger": 0,
                       "state": {"state": state, "inc": increment}}


generator = np.random.PCG64DXSM(0)

print("outputs from a state: state, increment, 4 outputs")
for state, increment in STATES:
    set_state(generator, state, increment)
    print(f"{{ {halves(state)}, {halves(increment)}, {{ {u64(*generator.random_raw(4))} }} }},")

print("advance from STATES[1]: steps, next output")
for steps in STEPS:
    set_state(generator, *STATES[1])
    generator.advance(steps)
    print(f"{{ {halves(steps)}, {u64(generator.random_raw())} }},")

print("streams: state, increment, 2 outputs")
for key in KEYS:
    generator = np.random.PCG64DXSM(np.random.SeedSequence(words(key)))
    at = generator.state["state"]
    print(f"{key}: {halves(at['state'])}, {halves(at['inc'])}, {u64(*generator.random_raw(2))}")

print("hashes of texts")
for text in ["", "sequence", "a", "caf\u00e9"]:
    print(f"{text!r}: {u64(hash_of(text))}")

print("seeds: seed, 3 outputs")
for seed in SEEDS:
    print(f"{{ {u64(seed)}, {{ {u64(*np.random.PCG64DXSM(seed).random_raw(3))} }} }},")

print("doubles of KEYS[1]")
generator = np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence(words(KEYS[1]))))
print(", ".join(float(x).hex() for x in generator.random(4)))

print("arguments of reference_rng.cpp for KEYS, then for SEEDS")
for entropy in [words(key) for key in KEYS] + SEEDS:
    state, sequence = np.random.SeedSequence(entropy).generate_state(2, np.uint64)
    print(f"./reference_rng {state} {sequence}")
