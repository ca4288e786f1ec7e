#include "stats/status.h"
#include "tests/testlib.h"

#include <string.h>

static void
test_status_message_names_every_code(void)
{
#define CHECK_(name, value, text)                                                        \
    CU_ASSERT_PTR_NOT_NULL(strstr(nz_status_message(name), #name));                      \
    CU_ASSERT_EQUAL((int) name, value);
    NZ_STATUS_LIST(CHECK_)
#undef CHECK_
}

static void
test_status_message_unknown_code(void)
{
    CU_ASSERT_STRING_EQUAL(
        nz_status_message((nz_status_t) -12345), "unknown status code");
}

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        NZ_TEST(test_status_message_names_every_code),
        NZ_TEST(test_status_message_unknown_code),
        CU_TEST_INFO_NULL,
    };
    return nz_test_main("status", tests, argc, argv);
}
