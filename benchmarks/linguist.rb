# What linguist's own strategies say of files, for linguist.py to compare with.
#
# Reads paths, one a line; prints the version, and for each path a line of JSON: the candidates that
# are left after each strategy before the classifier, and what linguist's tables give for its name.
require 'json'
require 'linguist'

STRATEGIES = [
  Linguist::Strategy::Modeline,
  Linguist::Strategy::Filename,
  Linguist::Shebang,
  Linguist::Strategy::Extension,
  Linguist::Strategy::XML,
  Linguist::Strategy::Manpage,
  Linguist::Heuristics
].freeze

# As Linguist.detect narrows them, step by step.
def steps(blob)
  candidates = []
  taken = []
  STRATEGIES.each do |strategy|
    found = strategy.call(blob, candidates)
    candidates = found unless found.empty?
    taken << [strategy.name.split('::').last, candidates.map(&:name).sort]
    break if found.size == 1
  end
  taken
end

def answer(path)
  blob = Linguist::FileBlob.new(path)
  unread = blob.empty? || blob.likely_binary? || blob.binary?
  {
    path: path,
    steps: unread ? nil : steps(blob),
    extension: Linguist::Language.find_by_extension(path).map(&:name).sort,
    filename: Linguist::Language.find_by_filename(path).map(&:name).sort,
    interpreter: Linguist::Language.find_by_interpreter(Linguist::Shebang.interpreter(blob.data)).map(&:name).sort
  }
end

puts JSON.generate(version: Linguist::VERSION)
STDIN.each_line(chomp: true) { |path| puts JSON.generate(answer(path)) }
