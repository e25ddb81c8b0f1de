# frozen_string_literal: true

require 'bigdecimal'
require 'date'

module Ledger
  class UnbalancedError < StandardError; end

  Entry = Struct.new(:account, :amount, :memo, keyword_init: true)

  class Transaction
    attr_reader :date, :entries

    def initialize(date: Date.today)
      @date = date
      @entries = []
    end

    def debit(account, amount, memo: nil)
      @entries << Entry.new(account: account, amount: BigDecimal(amount.to_s), memo: memo)
      self
    end

    def credit(account, amount, memo: nil)
      debit(account, -amount, memo: memo)
    end

    def balanced?
      entries.sum(&:amount).zero?
    end
  end

  class Book
    include Enumerable

    def initialize
      @transactions = []
    end

    def record(date: Date.today)
      transaction = Transaction.new(date: date)
      yield transaction if block_given?
      raise UnbalancedError, "off by #{transaction.entries.sum(&:amount).to_s('F')}" unless transaction.balanced?

      @transactions << transaction
    end

    def each(&block)
      @transactions.sort_by(&:date).each(&block)
    end

    def balances
      each_with_object(Hash.new(0)) do |transaction, totals|
        transaction.entries.each { |entry| totals[entry.account] += entry.amount }
      end
    end
  end
end
