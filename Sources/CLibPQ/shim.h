// What Persistence uses of PostgreSQL: libpq, its client library.
#include <libpq-fe.h>
