# One command each: `make demo` sets up and shows the product at work, `make test` sets up and tests.
SHELL := /bin/bash
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: reference docs help setup demo pictures walk test check accuracy bench bench-setup load endure bundle
.PHONY: format clean

help:
	@echo "make demo    安装并演示:虚构城市35个单位的一轮考评从采集到通报、整改,再打开网页系统(DEMO=--no-serve 做完即止;DEMO='--counties 2 --departments 4' 只做6个单位)"
	@echo "make pictures 做一遍演示,以每个角色在 Chromium 中拍下文档用的图片"
	@echo "make walk    走查:在真实的 Chromium 中以每个角色走完一轮考评(再不用 JavaScript 走一遍),图片在 demo-out"
	@echo "make test    安装并运行全部测试"
	@echo "make check   代码规范、类型、模块依赖检查"
	@echo "make accuracy 准确率测量,写入 docs/accuracy.md(先 make bench-setup 则附对照软件)"
	@echo "make bench   性能测量(另装对照软件),打印 docs/performance.md 中的数字"
	@echo "make docs    生成文档网站(docs-out/index.html)"
	@echo "make reference 由程序重新生成手册中的命令、设置、角色、检查项"
	@echo "make load    网页系统压力测量:百万条观察记录、二十人同时工作(LOAD='--database postgresql://…' 用 PostgreSQL)"
	@echo "make bundle  离线安装包:全部 wheel、安装脚本和校验清单,放进 bundle-out(BUNDLE='--extras …' 选组件)"
	@echo "make endure  耐久测试:各种工作随机强杀五十次、引擎与一省的规模测量、逐次写入的磁盘满、敌意输入连续二十轮、每个角色的每个页面、走查(要很多小时,没有一次从头做到尾)"

.venv/ready: pyproject.toml uv.lock tools/setup.sh
	@echo "正在安装程序和依赖(约半分钟)…"
	@bash tools/setup.sh
	@touch .venv/ready

setup: .venv/ready

demo: setup
	@$(BIN)/python tools/demo $(DEMO)

pictures: setup
	@$(BIN)/python tools/pictures $(DEMO)

walk: setup
	@$(BIN)/python tools/walk --out demo-out/walk
	@$(BIN)/python tools/walk --out demo-out/walk-without-script --without-script

test: setup
	@$(BIN)/pytest -q -n auto --dist loadfile --no-loadscope-reorder tests

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

accuracy: setup
	@$(BIN)/python tools/accuracy --out docs/accuracy.md

.bench-venv/ready: pyproject.toml uv.lock tools/setup.sh
	@bash tools/setup.sh bench
	@touch .bench-venv/ready

bench-setup: setup .bench-venv/ready

bench: bench-setup
	@$(BIN)/python bench/run.py

reference: setup
	@$(BIN)/python tools/reference.py

.docs-venv/ready: pyproject.toml uv.lock tools/setup.sh
	@bash tools/setup.sh docs
	@touch .docs-venv/ready

docs: reference .docs-venv/ready
	@.docs-venv/bin/sphinx-build -q -W --keep-going -b html docs docs-out
	@echo "文档在 docs-out/index.html"

load: setup
	@$(BIN)/python tools/load $(LOAD)

bundle: setup
	@$(BIN)/python tools/bundle.py $(BUNDLE)

endure: setup
	@$(BIN)/python tools/endure --kills 50 --log endure-out.md $(ENDURE)
	@$(BIN)/python bench/engines_load.py $(ENGINES)
	@$(BIN)/python bench/province_load.py $(PROVINCE)
	@KAOPING_DISK_STEPS=40 $(BIN)/pytest -q -n 0 tests/rounds/test_full_disk_at_any_write.py tests/rounds/test_network_cut.py
	@KAOPING_KILLS=20 $(BIN)/pytest -q -n 0 tests/web/gathering/test_database_restarts.py
	@KAOPING_HOSTILE_ROUNDS=20 $(BIN)/pytest -q -s tests/rounds/test_hostile.py
	@KAOPING_KILLS=50 $(BIN)/pytest -q -n 0 tests/rounds/test_engines.py tests/web/gathering/test_crashes.py
	@KAOPING_ALL_ROLES=1 $(BIN)/pytest -q -n 0 tests/web/test_pages_in_browser.py
	@KAOPING_WALK=1 $(BIN)/pytest -q -n 0 -s tests/web/test_walk.py tests/demo

format: setup
	@$(BIN)/ruff check --fix-only -q .
	@$(BIN)/ruff format -q .

clean:
	rm -rf .venv .bench-venv .docs-venv docs-out demo-out load-out bundle-out endure-out.md .mypy_cache .ruff_cache .pytest_cache
