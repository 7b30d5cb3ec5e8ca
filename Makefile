# lede. `make` builds, `make test` tests, `make demo` shows; `make help` lists the rest.

BUILD   ?= build
CC      ?= cc
OPT     ?= -O2 -g
LUA_DIR ?=
PREFIX  ?= /usr/local
LIBDIR  ?= $(PREFIX)/lib

PKGS    := libuv libutf8proc jansson zlib libmd libseccomp sqlite3 libedit
WARN    := -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes -Wno-missing-field-initializers
CFLAGS  ?=
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE $(OPT) $(WARN) -fPIC -fvisibility=hidden -MMD -MP -Icore -Iinclude \
             $(LUA_CFLAGS) $(shell pkg-config --cflags $(PKGS)) $(SANITIZE) $(CFLAGS)
ALL_LIBS   = $(LUA_LIBS) $(shell pkg-config --libs $(PKGS)) -lm -ldl $(SANITIZE) $(LDFLAGS)

# Another Lua 5.4 than the system's: LUA_DIR=/path/with/include/and/lib. Modules written in C
# (busted uses some) look for Lua's functions in the program itself, hence -Wl,-E.
ifeq ($(LUA_DIR),)
LUA_CFLAGS := $(shell pkg-config --cflags lua5.4 2>/dev/null)
LUA_STATIC := $(firstword $(wildcard $(shell pkg-config --variable=libdir lua5.4 2>/dev/null)/liblua5.4.a))
# Lua in the program itself: a tenth faster than the shared one (measured 2026-11-21).
LUA_LIBS   := -Wl,-E $(or $(LUA_STATIC),$(shell pkg-config --libs lua5.4 2>/dev/null))
else
LUA_CFLAGS := -I$(LUA_DIR)/include
LUA_LIBS   := -Wl,-E $(LUA_DIR)/lib/liblua.a
LUA_STATIC := $(LUA_DIR)/lib/liblua.a
endif

SRC      := $(sort $(wildcard core/*/*.c))
APP_SRC  := core/app/main.c
LIB_OBJ  := $(patsubst %.c,$(BUILD)/%.o,$(filter-out $(APP_SRC),$(SRC)))
APP_OBJ  := $(patsubst %.c,$(BUILD)/%.o,$(APP_SRC))
TEST_SRC := $(sort $(wildcard tests/c/test_*.c))
TESTS    := $(patsubst tests/c/%.c,$(BUILD)/tests/%,$(TEST_SRC))
SUPPORT  := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/c/support_*.c)))
SPECS    := $(sort $(wildcard tests/lua/*_spec.lua))
PIPES    := tests/pipe/parallel tests/pipe/slurm

.PHONY: torture fault bench-watch all test demo bench asan lint fmt fuzz clean help dependencies run-tests libraries install uninstall
.DEFAULT_GOAL := all

## all        build build/lede and the libraries for embedding
all: $(BUILD)/lede $(BUILD)/images/made libraries

$(BUILD)/lede: $(APP_OBJ) $(BUILD)/liblede.a
	@$(CC) -o $@.$$$$ $(APP_OBJ) $(BUILD)/liblede.a $(ALL_LIBS) && mv $@.$$$$ $@

# What can be prepared of the built-in plugins; without it they start more slowly, so a failure is theirs to report.
$(BUILD)/images/made: $(BUILD)/lede $(wildcard plugins/*.lua plugins/*/*.lua plugins/*/*.tsv)
	@rm -rf $(@D) && mkdir -p $(@D)
	@-LEDE_MAKE_IMAGES=1 $(BUILD)/lede -e 'lede.session {}' && touch $@

$(BUILD)/liblede.a: $(LIB_OBJ)
	@$(AR) rcs $@.$$$$ $(LIB_OBJ) && mv $@.$$$$ $@

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

# Where lede looks for its own files when they are not beside it; a file that changes with PREFIX.
$(BUILD)/core/script/home.o: ALL_CFLAGS += -DLEDE__PREFIX='"$(PREFIX)"'
$(BUILD)/core/script/home.o: $(BUILD)/prefix
$(BUILD)/prefix: always
	@mkdir -p $(@D) && echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' >$@
.PHONY: always

# ---- the libraries for embedding ----------------------------------------------------------------
#
# All that lede_* functions reach is linked into one object together with a Lua of its own, and every other name in it is made
# private: so a host may have any Lua itself, and neither finds the other's. Without a static Lua the library takes
# the system's shared one.

VERSION  := $(shell sed -n 's/^.define LEDE_VERSION "\(.*\)"/\1/p' include/lede.h)
SONAME   := liblede.so.$(firstword $(subst ., ,$(VERSION)))
LIB      := $(BUILD)/lib
FACE_OBJ := $(filter $(BUILD)/core/session/% $(BUILD)/core/doc/% $(BUILD)/core/base/%,$(LIB_OBJ))
LIB_LIBS := $(shell pkg-config --libs libutf8proc jansson libmd 2>/dev/null) -lm -ldl -lpthread
STREAMS  := $(foreach s,stdin stdout stderr,--redefine-sym $(s)=lede__$(s))
comma    := ,
ifeq ($(LUA_STATIC),)
LIB_LIBS += $(filter-out -Wl$(comma)%,$(LUA_LIBS))
endif

libraries: $(LIB)/liblede.a $(LIB)/$(SONAME)

$(LIB)/lede.o: $(FACE_OBJ) $(BUILD)/liblede.a
	@mkdir -p $(@D)
	@lua=$(if $(LUA_STATIC),$@.$$$$.a && objcopy $(STREAMS) $(LUA_STATIC) $$lua) && \
	  $(CC) -r -nostdlib -o $@.$$$$ $(FACE_OBJ) $(BUILD)/liblede.a $$lua && rm -f $$lua && \
	  objcopy --wildcard --keep-global-symbol='lede_[!_]*' $@.$$$$ && mv $@.$$$$ $@

$(LIB)/liblede.a: $(LIB)/lede.o
	@$(AR) rcs $@.$$$$ $< && mv $@.$$$$ $@

# -z nodelete: the thread that watches time limits outlives the last session, so dlclose must leave its code where it is.
$(LIB)/$(SONAME): $(LIB)/lede.o
	@$(CC) -shared -o $@.$$$$ $< -Wl,-soname,$(SONAME) -Wl,-z,nodelete $(if $(SANITIZE),,-Wl$(comma)-z$(comma)defs) \
	  -Wl,--as-needed $(LIB_LIBS) $(SANITIZE) $(LDFLAGS) && mv $@.$$$$ $@

# A test program links every allocation through tests/c/support_alloc.c, which can make the n-th one fail.
WRAP := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
# Else make takes them away again, as no rule names them.
.SECONDARY: $(SUPPORT)

$(BUILD)/tests/%: tests/c/%.c $(SUPPORT) $(BUILD)/liblede.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests/c -MF $@.d -o $@ $< $(SUPPORT) $(BUILD)/liblede.a $(WRAP) $(ALL_LIBS) -lcmocka

## test       install what is missing, build, run every test
test: dependencies
	@$(MAKE) --no-print-directory run-tests

run-tests: all $(TESTS) $(BUILD)/tests/make_desk
	@tests/run --lede $(BUILD)/lede $(TESTS) $(PIPES) tests/install/run tests/fault/run -- $(SPECS)

## install    put program, libraries, header, plugins and scripts under PREFIX (/usr/local); DESTDIR= for packagers
SHARED = $(shell find plugins scripts -path scripts/dev -prune -o -type f ! -name '*.in' -print)
install: all
	@install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(PREFIX)/share/lede
	@install -m 755 $(BUILD)/lede $(DESTDIR)$(PREFIX)/bin/lede
	@install -m 644 include/lede.h $(DESTDIR)$(PREFIX)/include/lede.h
	@install -m 644 $(LIB)/liblede.a $(DESTDIR)$(LIBDIR)/liblede.a
	@install -m 755 $(LIB)/$(SONAME) $(DESTDIR)$(LIBDIR)/liblede.so.$(VERSION)
	@ln -sf liblede.so.$(VERSION) $(DESTDIR)$(LIBDIR)/$(SONAME)
	@ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/liblede.so
	@sed -e 's|@PREFIX@|$(PREFIX)|; s|@LIBDIR@|$(LIBDIR)|; s|@VERSION@|$(VERSION)|; s|@LIBS@|$(LIB_LIBS)|' \
	  scripts/dist/lede.pc.in >$(DESTDIR)$(LIBDIR)/pkgconfig/lede.pc
	@tar -cf - $(SHARED) | tar -xf - --no-same-owner -C $(DESTDIR)$(PREFIX)/share/lede
	@tar -cf - -C $(BUILD) images | tar -xf - --no-same-owner -C $(DESTDIR)$(PREFIX)/share/lede

## uninstall  take away what install has put there
uninstall:
	@rm -f $(DESTDIR)$(PREFIX)/bin/lede $(DESTDIR)$(PREFIX)/include/lede.h $(DESTDIR)$(LIBDIR)/liblede.a \
	  $(DESTDIR)$(LIBDIR)/liblede.so $(DESTDIR)$(LIBDIR)/$(SONAME) $(DESTDIR)$(LIBDIR)/liblede.so.$(VERSION) \
	  $(DESTDIR)$(LIBDIR)/pkgconfig/lede.pc
	@rm -rf $(DESTDIR)$(PREFIX)/share/lede

## demo       install what is missing, build, show lede on the made-up news in examples/
demo: dependencies
	@$(MAKE) --no-print-directory all
	@$(BUILD)/lede run --outlet-from folder examples/news

dependencies:
	@scripts/dev/dependencies

## asan       every test under the address and undefined-behaviour sanitizers
asan:
	@$(MAKE) --no-print-directory BUILD=build/asan OPT="-O1 -g" SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all" run-tests

## bench      words, validation, start-up, the whole pipeline and the desk, beside ICU, libunistring and utf8proc
bench: $(BUILD)/lede $(BUILD)/bench/segment $(BUILD)/bench/validate $(BUILD)/bench/process $(BUILD)/bench/store
	@tests/bench/run $(BUILD)

## bench-watch  lede watch at rest, in bursts, over a long run and with many known files
bench-watch: $(BUILD)/lede
	@$(BUILD)/lede tests/bench/watch.lua $(BUILD)

$(BUILD)/bench/%: tests/bench/bench_%.c tests/bench/contest.c $(BUILD)/liblede.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests/bench -MF $@.d -o $@ $< tests/bench/contest.c $(BUILD)/liblede.a $(ALL_LIBS) $(shell pkg-config --libs icu-uc) -lunistring

## torture    every hostile plugin through run and pipe, with exact times
torture: $(BUILD)/lede
	@$(BUILD)/lede tests/torture/run.lua $(BUILD)/lede

## fault      lede watch killed at every system call, on disks that fail, with odd writers and neighbours; half an hour
fault: $(BUILD)/lede
	@LEDE=$(BUILD)/lede tests/fault/run --all

## fuzz       each fuzz target for FUZZ_SECONDS (60), with clang
FUZZ_SECONDS ?= 60
fuzz:
	@tests/fuzz/run $(FUZZ_SECONDS)

## lint       luacheck, cppcheck
lint:
	luacheck --quiet plugins scripts tests/lua
	cppcheck --quiet --std=c11 --library=scripts/dev/cppcheck.cfg --enable=warning,portability --inline-suppr \
	  -Icore -Iinclude core

## fmt        format C files with clang-format (not headers: it breaks their tables of comments)
fmt:
	clang-format -i $(filter-out core/text/tables.c,$(SRC)) $(wildcard tests/*/*.c examples/*.c)

## clean      remove build/
clean:
	rm -rf build

help:
	@sed -n 's/^## /  make /p' Makefile

-include $(LIB_OBJ:.o=.d) $(APP_OBJ:.o=.d) $(addsuffix .d,$(TESTS)) $(SUPPORT:.o=.d)
