#!/bin/bash
#=
if [ "$1" == "-h" ]; then
    echo "run.jl [target]: time the solver"
    exit 0
fi
here=$(dirname "${BASH_SOURCE[0]}")
julia --project="$here" --startup-file=no "${BASH_SOURCE[0]}" "$@"
exit $?
=#
using BenchmarkTools
using LinearAlgebra

function solve(n::Int)
    a = rand(n, n)
    b = rand(n)
    return a \ b
end

for n in (10, 100, 1000)
    println(n, " ", @belapsed solve($n))
end
