"""Speed and memory, measured side by side in one run with what a user would pick instead.

`python -m benchmarks` runs the short table, `--full` the long one; `--counties` those named, folders too;
`--instances DIR` adds generalised assignment instances. `benchmarks.distribution` shows the spread over families and
seeds, `benchmarks.settings` one county under many settings. A family of counties is one file under families/, a peer
one file under peers/.
"""
