# nps_ext: build, install and test
#
#   make demo, make check       everything in a private, throw-away cluster;
#                               missing packages are installed first
#   make, make install,         as every PostgreSQL extension (PGXS); another
#   make installcheck           server: PG_CONFIG=/path/to/pg_config
#
# The install script is the concatenation of sql/parts/*.sql: edit those.

EXTENSION  = nps_ext
MODULE_big = nps_ext
PG_CONFIG ?= pg_config

ifneq ($(words [$(CURDIR)] [$(dir $(abspath $(firstword $(MAKEFILE_LIST))))]),2)
$(error The path of this directory holds a space, which make and PGXS cannot build in: move it)
endif

SRC        := $(patsubst %/,%,$(dir $(abspath $(firstword $(MAKEFILE_LIST)))))
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" $(SRC)/nps_ext.control)

# ---------------------------------------------------------------------------
# Commands that need no server headers: scripts/ install what is missing and
# call this file again with an ordinary goal.
# ---------------------------------------------------------------------------
DEV_GOALS = demo demo-stop check bench coverage simulate unit fuzz deps

ifneq ($(filter $(DEV_GOALS),$(MAKECMDGOALS)),)

.PHONY: $(MAKECMDGOALS)

demo check bench coverage simulate fuzz:
	@"$(SRC)/scripts/$@.sh"
demo-stop:
	@"$(SRC)/scripts/demo.sh" stop
unit:
	@"$(SRC)/scripts/unit.sh"
deps:
	@"$(SRC)/scripts/deps.sh" check

# ordinary goals beside them, as in `make clean check`
$(filter-out $(DEV_GOALS),$(MAKECMDGOALS)):
	@$(MAKE) -f $(SRC)/Makefile $@

else

# ---------------------------------------------------------------------------
# The extension
# ---------------------------------------------------------------------------
FULL = build/nps_ext--$(EXTVERSION).sql
OBJS = $(patsubst $(SRC)/%.c,%.o,$(sort $(wildcard $(SRC)/src/*.c $(SRC)/src/*/*.c)))
DATA = $(filter-out sql/nps_ext--$(EXTVERSION).sql,$(patsubst $(SRC)/%,%,$(sort $(wildcard $(SRC)/sql/nps_ext--*.sql))))
DATA_built = $(FULL)
DOCS = $(patsubst $(SRC)/%,%,$(wildcard $(SRC)/doc/*.md))

PG_CPPFLAGS = -I$(SRC)/src -DNPS_EXT_VERSION='"$(EXTVERSION)"'

# pg_regress looks for ./sql/X.sql before test/sql/X.sql: keep tests' names out of sql/
REGRESS      = $(patsubst $(SRC)/test/sql/%.sql,%,$(sort $(wildcard $(SRC)/test/sql/*.sql)))
REGRESS_OPTS = --inputdir=$(SRC)/test --load-extension=nps_ext
REGRESS_PREP = server-answers expected-link
ISOLATION      = $(patsubst $(SRC)/test/isolation/specs/%.spec,%,$(sort $(wildcard $(SRC)/test/isolation/specs/*.spec)))
ISOLATION_OPTS = --inputdir=$(SRC)/test/isolation --load-extension=nps_ext
TAP_TESTS    = 1
PROVE_TESTS ?= test/t/*.pl

EXTRA_CLEAN = build $(patsubst $(SRC)/%.c,%.bc,$(sort $(wildcard $(SRC)/src/*/*.c)))

MKSRC := $(shell mkdir -p $(sort $(dir $(OBJS))))	# for VPATH builds

PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
ifeq ($(wildcard $(PGXS)),)
$(error PostgreSQL's server headers are missing (PG_CONFIG=$(PG_CONFIG)). Install postgresql-server-dev-NN, or run `make deps`, or give PG_CONFIG=/path/to/pg_config)
endif

# bitcode for JIT is optional: leave it out where the clang that built the server is not here
PG_GLOBAL  := $(dir $(PGXS))../Makefile.global
PG_CLANG   := $(shell sed -n 's/^CLANG *= *//p' $(PG_GLOBAL))
PG_LLVMBIN := $(shell sed -n 's/^LLVM_BINPATH *= *//p' $(PG_GLOBAL))
ifeq ($(if $(PG_CLANG),$(shell command -v $(PG_CLANG) 2>/dev/null && test -x $(PG_LLVMBIN)/llvm-lto && echo yes)),)
override with_llvm = no
endif

include $(PGXS)

$(FULL): $(sort $(wildcard $(SRC)/sql/parts/*.sql))
	$(MKDIR_P) $(@D)
	cat $^ > $@

# a header changed: build all again (there are few files)
$(OBJS): $(wildcard $(SRC)/src/*.h $(SRC)/src/*/*.h) $(SRC)/nps_ext.control

# the demo's server runs from build/
clean: demo-is-down
# PGXS installs doc/X.md as X.md, and would look for doc/X.md to uninstall
uninstall: uninstall-manual

.PHONY: expected-link server-answers demo-is-down uninstall-manual
demo-is-down:
	@test ! -e build/demo || "$(SRC)/scripts/demo.sh" remove
uninstall-manual:
	rm -f $(addprefix '$(DESTDIR)$(docdir)/$(docmoduledir)'/, $(notdir $(DOCS)))
expected-link:
	@test -e expected || ln -s $(SRC)/expected expected

# say what to do before pg_regress fails obscurely
server-answers:
	@"$(SRC)/scripts/server-answers.sh" $(bindir)

endif
