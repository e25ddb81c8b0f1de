#!/bin/bash
//bin/true && exec kotlinc -script "$0" -- "$@"
println("hello")
