#!/bin/sh
# All data files of src/kaoping_rulebook/statistics; about 5 minutes on two cores. Run in an empty folder that holds
# THUOCL_chengyu.txt, sources.json, pyc/ (jieba 0.42.1 sdist and pycorrector 1.1.4 wheel unpacked); arguments: folder of
# bare clones (owner+name/repo) of the repositories in sources.json, folder of the ECSpell sentences to be left out.
# Needs besides kaoping: scikit-learn 1.9.1, pypinyin 0.55.0, pillow; fonts-noto-cjk.
set -e
TOOLS=$(dirname "$(realpath "$0")")
export PYTHONHASHSEED=0 PYTHONPATH="$TOOLS" OMP_NUM_THREADS=1
mkdir -p corpus
python "$TOOLS/collect.py" "$1"
python "$TOOLS/split.py" "$2"
for step in alphabet likeness readings near_readings; do python "$TOOLS/$step.py"; done
python "$TOOLS/build_stats.py" corpus tmp_stats fit    # counts without the part that the trees learn from
python "$TOOLS/build_stats.py" corpus shipped
python "$TOOLS/fit.py" pair & python "$TOOLS/fit.py" single; wait
mv shipped/statistics.npz corpus/statistics_shipped.npz
python "$TOOLS/export_trees.py"
