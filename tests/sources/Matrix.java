package org.example.linear;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/** A dense matrix of doubles, stored row by row. */
public final class Matrix {
    private final int rows;
    private final int columns;
    private final double[] values;

    public Matrix(int rows, int columns) {
        if (rows <= 0 || columns <= 0) {
            throw new IllegalArgumentException("a matrix needs rows and columns");
        }
        this.rows = rows;
        this.columns = columns;
        this.values = new double[rows * columns];
    }

    public static Matrix identity(int size) {
        Matrix result = new Matrix(size, size);
        for (int i = 0; i < size; i++) {
            result.set(i, i, 1.0);
        }
        return result;
    }

    public double get(int row, int column) {
        return values[row * columns + column];
    }

    public void set(int row, int column, double value) {
        values[row * columns + column] = value;
    }

    public Matrix times(Matrix other) {
        Objects.requireNonNull(other, "other");
        if (columns != other.rows) {
            throw new IllegalArgumentException("sizes do not fit: " + columns + " and " + other.rows);
        }
        Matrix product = new Matrix(rows, other.columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < other.columns; j++) {
                double sum = 0.0;
                for (int k = 0; k < columns; k++) {
                    sum += get(i, k) * other.get(k, j);
                }
                product.set(i, j, sum);
            }
        }
        return product;
    }

    public Matrix map(DoubleUnaryOperator operator) {
        Matrix result = new Matrix(rows, columns);
        Arrays.setAll(result.values, i -> operator.applyAsDouble(values[i]));
        return result;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Matrix && Arrays.equals(values, ((Matrix) object).values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rows, columns, Arrays.hashCode(values));
    }
}
