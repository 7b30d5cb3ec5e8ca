# lede. `make` builds, `make test` tests, `make demo` shows; `make help` lists the rest.

BUILD   ?= build
CC      ?= cc
OPT     ?= -O2 -g
LUA_DIR ?=

PKGS    := libuv libutf8proc jansson zlib libmd libseccomp
WARN    := -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes -Wno-missing-field-initializers
CFLAGS  ?=
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE $(OPT) $(WARN) -fvisibility=hidden -MMD -MP -Icore -Iinclude \
             $(LUA_CFLAGS) $(shell pkg-config --cflags $(PKGS)) $(SANITIZE) $(CFLAGS)
ALL_LIBS   = $(LUA_LIBS) $(shell pkg-config --libs $(PKGS)) -lm -ldl $(SANITIZE) $(LDFLAGS)

# Another Lua 5.4 than the system's: LUA_DIR=/path/with/include/and/lib. Modules written in C
# (busted uses some) look for Lua's functions in the program itself, hence -Wl,-E.
ifeq ($(LUA_DIR),)
LUA_CFLAGS := $(shell pkg-config --cflags lua5.4 2>/dev/null)
LUA_LIBS   := -Wl,-E $(shell pkg-config --libs lua5.4 2>/dev/null)
else
LUA_CFLAGS := -I$(LUA_DIR)/include
LUA_LIBS   := -Wl,-E $(LUA_DIR)/lib/liblua.a
endif

SRC      := $(sort $(wildcard core/*/*.c))
APP_SRC  := core/app/main.c
LIB_OBJ  := $(patsubst %.c,$(BUILD)/%.o,$(filter-out $(APP_SRC),$(SRC)))
APP_OBJ  := $(patsubst %.c,$(BUILD)/%.o,$(APP_SRC))
TEST_SRC := $(sort $(wildcard tests/c/test_*.c))
TESTS    := $(patsubst tests/c/%.c,$(BUILD)/tests/%,$(TEST_SRC))
SUPPORT  := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/c/support_*.c)))
SPECS    := $(sort $(wildcard tests/lua/*_spec.lua))

.PHONY: all test demo bench asan lint fmt fuzz clean help dependencies run-tests
.DEFAULT_GOAL := all

## all        build build/lede
all: $(BUILD)/lede

$(BUILD)/lede: $(APP_OBJ) $(BUILD)/liblede.a
	@$(CC) -o $@.new $(APP_OBJ) $(BUILD)/liblede.a $(ALL_LIBS) && mv $@.new $@

$(BUILD)/liblede.a: $(LIB_OBJ)
	@rm -f $@.new && $(AR) rcs $@.new $(LIB_OBJ) && mv $@.new $@

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

# A test program links every allocation through tests/c/support_alloc.c, which can make the n-th one fail.
WRAP := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc

$(BUILD)/tests/%: tests/c/%.c $(SUPPORT) $(BUILD)/liblede.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests/c -MF $@.d -o $@ $< $(SUPPORT) $(BUILD)/liblede.a $(WRAP) $(ALL_LIBS) -lcmocka

## test       install what is missing, build, run every test
test: dependencies
	@$(MAKE) --no-print-directory run-tests

run-tests: $(BUILD)/lede $(TESTS)
	@tests/run --lede $(BUILD)/lede $(TESTS) -- $(SPECS)

## demo       install what is missing, build, show lede on the made-up news in examples/
demo: dependencies
	@$(MAKE) --no-print-directory all
	@$(BUILD)/lede run --outlet-from folder examples/news

dependencies:
	@scripts/dev/dependencies

## asan       every test under the address and undefined-behaviour sanitizers
asan:
	@$(MAKE) --no-print-directory BUILD=build/asan OPT="-O1 -g" SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all" run-tests

## bench      words, validation, start-up and the whole pipeline, beside ICU, libunistring and utf8proc
bench: $(BUILD)/lede $(BUILD)/bench/segment $(BUILD)/bench/validate $(BUILD)/bench/process
	@tests/bench/run $(BUILD)

$(BUILD)/bench/%: tests/bench/bench_%.c tests/bench/contest.c $(BUILD)/liblede.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests/bench -MF $@.d -o $@ $< tests/bench/contest.c $(BUILD)/liblede.a $(ALL_LIBS) $(shell pkg-config --libs icu-uc) -lunistring

## fuzz       each fuzz target for FUZZ_SECONDS (60), with clang
FUZZ_SECONDS ?= 60
fuzz:
	@tests/fuzz/run $(FUZZ_SECONDS)

## lint       luacheck, cppcheck, clang-tidy
lint:
	luacheck --std lua54 --quiet plugins scripts tests/lua
	cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr -Icore -Iinclude core

## fmt        format C with clang-format
fmt:
	clang-format -i $(SRC) $(wildcard core/*/*.h include/*.h tests/c/*.[ch])

## clean      remove build/
clean:
	rm -rf build

help:
	@sed -n 's/^## /  make /p' Makefile

-include $(LIB_OBJ:.o=.d) $(APP_OBJ:.o=.d) $(addsuffix .d,$(TESTS)) $(SUPPORT:.o=.d)
