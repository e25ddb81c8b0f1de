# Linguist's own language statistics of repositories, for statistics.py to compare with.
#
# Reads git directories, one a line; prints the version, and for each a line of JSON: the language
# and the size of each file that counts at HEAD.
require 'json'
require 'linguist'
require 'rugged'

puts JSON.generate(version: Linguist::VERSION)
STDIN.each_line(chomp: true) do |directory|
  rugged = Rugged::Repository.new(directory)
  files = Linguist::Repository.new(rugged, rugged.head.target_id).cache
  files = files.transform_keys { |path| path.dup.force_encoding('UTF-8').scrub }
  puts JSON.generate(commit: rugged.head.target_id, files: files)
end
