# Detect languages with linguist: `ruby detect.rb < paths.json`; as detect.py, but by name and content.
require 'json'

begin
  require 'linguist'
rescue LoadError
  warn 'github-linguist is not installed'
  exit 2
end

STDOUT.sync = true
puts JSON.generate(version: Linguist::VERSION)
JSON.parse(STDIN.read).each do |path|
  start = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID)
  label = Linguist::FileBlob.new(path).language&.name
  seconds = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID) - start
  puts JSON.generate(label: label, seconds: seconds.round(6))
end
