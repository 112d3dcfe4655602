"""One million cases."""

from measure import Bench

bench = Bench("cases", __doc__, is_web=True, store="voices")

import voices
from measure import timed


def main() -> None:
    count = bench.size(2_000, 100_000, 1_000_000)
    if not bench.kept:
        bench.add("load_s", timed(lambda: voices.fill(count)))
        bench.settle()
        bench.keep()
    bench.finish()


if __name__ == "__main__":
    main()
