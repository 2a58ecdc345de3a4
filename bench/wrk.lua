-- Prints what bench/serve reads: requests per second, p99 in microseconds, errors (304 is none).
done = function(summary, latency)
  local e = summary.errors
  print(string.format("figures %d %d %d", summary.requests / (summary.duration / 1000000), latency:percentile(99),
    e.connect + e.read + e.write + e.timeout + e.status))
end
