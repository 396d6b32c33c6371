"""Speed and memory, measured side by side in one run with what a user would pick instead.

`python -m benchmarks` runs the short table, `--full` the long one; `--instances DIR` adds generalised
assignment instances. A family of counties is one file under families/, a peer one file under peers/.
"""
