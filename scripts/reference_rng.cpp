// Reference values of PCG32 for tests/test_rng.c, from pcg-cpp (Debian libpcg-cpp-dev):
//   c++ -std=c++11 -o reference_rng scripts/reference_rng.cpp
//   ./reference_rng STATE SEQUENCE [STEPS]
// prints the first 6 outputs of pcg32(STATE, SEQUENCE) advanced by STEPS (default 0).
// tests/test_rng.c has "42 54", the same with each of its steps, and the lines that
// reference_rng.py prints.
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <pcg_random.hpp>

int
main(int argc, char **argv)
{
    if (argc < 3) {
        std::fprintf(stderr, "usage: reference_rng STATE SEQUENCE [STEPS]\n");
        return EXIT_FAILURE;
    }
    pcg32 generator(
        std::strtoull(argv[1], nullptr, 0), std::strtoull(argv[2], nullptr, 0));

    generator.advance(argc > 3 ? std::strtoull(argv[3], nullptr, 0) : 0);
    for (int i = 0; i < 6; i++) {
        std::printf("0x%08" PRIx32 "%s", generator(), i < 5 ? ", " : "\n");
    }
    return EXIT_SUCCESS;
}
